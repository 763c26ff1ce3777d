import {unsupportedByDouble} from '../errors.js';
import {type JsonValue, rootItems, stringValue} from './json-objects.js';

/** Steps from a root object to a value: keys and indexes. */
export type JsonPath = ReadonlyArray<string | number>;

/** The value at a path, or the reason why the object's structure does not match the path. */
export type Found = {readonly value: JsonValue | undefined} | {readonly reason: string};

/** Reads the paths of a jsonpaths file. @throws RedshiftError for a file without a list of paths */
export function readJsonPaths(file: Buffer): readonly JsonPath[] {
	const [root] = rootItems(file);
	if (root?.type !== 'object') throw unsupportedByDouble('a malformed jsonpaths file');
	// With any other key COPY silently uses 'auto' [D:copy-parameters-data-format].
	const list = root.value.members.find(([key]) => key === 'jsonpaths')?.[1];
	if (list === undefined) throw unsupportedByDouble('a jsonpaths file without the key "jsonpaths"');
	return list.elements.map(element => parsePath(stringValue(element)));
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
function parsePath(text: string): JsonPath {
	const dotted = /^\$(?:\.[^.[\]'"]+|\[\d+\])*$/;
	const bracketed = /^\$(?:\[(?:\d+|'[^']*'|"[^"]*")\])*$/;
	if (!dotted.test(text) && !bracketed.test(text)) throw unsupportedByDouble(`the path ${text}`);
	const steps = text.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g);
	return [...steps].map(([, name, index, single, double]) =>
		index === undefined ? (name ?? single ?? double ?? '') : Number(index),
	);
}
