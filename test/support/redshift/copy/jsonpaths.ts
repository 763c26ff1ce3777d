import {type JsonValue, parseSingle, stringValue} from './json-objects.js';

/** Steps from a root object to a value: keys and indexes. */
export type JsonPath = ReadonlyArray<string | number>;

/** The value at a path, or the reason why the object's structure does not match the path. */
export type Found = {readonly value: JsonValue | undefined} | {readonly reason: string};

/**
Reads the paths of a jsonpaths file. Returns `auto` if its key has another name, in which case COPY silently uses 'auto'
[D:copy-parameters-data-format]; `malformed` for any other content, which fails COPY regardless of MAXERROR.
*/
export function readJsonPaths(file: Buffer): readonly JsonPath[] | 'auto' | 'malformed' {
	const root = parseSingle(file);
	if (root?.type !== 'object') return 'malformed';
	const list = root.members.find(([key]) => key === 'jsonpaths')?.[1];
	if (list === undefined) return 'auto';
	if (list.type !== 'array') return 'malformed';
	const paths = list.elements.map(element =>
		element.type === 'string' ? parsePath(stringValue(element)) : undefined,
	);
	return paths.every(path => path !== undefined) ? paths : 'malformed';
}

/** Finds the value at a path. The last of duplicate keys wins, which is a guess. */
export function follow(path: JsonPath, root: JsonValue): Found {
	let value = root;
	for (const step of path) {
		if (typeof step === 'number') {
			const element = value.type === 'array' ? value.elements[step] : undefined;
			// [D:copy-parameters-data-format]
			if (element === undefined)
				return {reason: 'Invalid JSONPath format: Not an array or index out of range.'};
			value = element;
		} else {
			// [I:awslabs/aws-lambda-redshift-loader#113]
			if (value.type !== 'object') return {reason: 'Invalid JSONPath format: Member is not an object.'};
			const member = value.members.findLast(([key]) => key === step);
			if (member === undefined) return {value: undefined};
			value = member[1];
		}
	}
	return {value};
}

/** `$.a.b[0]` or `$['a']['b'][0]`; the notations cannot be mixed [D:copy-parameters-data-format]. */
function parsePath(text: string): JsonPath | undefined {
	const dotted = /^\$(?:\.[^.[\]'"]+|\[\d+\])*$/;
	const bracketed = /^\$(?:\[(?:\d+|'[^']*'|"[^"]*")\])*$/;
	if (!dotted.test(text) && !bracketed.test(text)) return undefined;
	const steps = text.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g);
	return [...steps].map(([, name, index, single, double]) =>
		index === undefined ? (name ?? single ?? double ?? '') : Number(index),
	);
}
