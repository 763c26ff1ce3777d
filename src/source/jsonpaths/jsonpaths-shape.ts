import {stagingColumns} from '../staging-columns.js';

/** Lists the problems of a jsonpaths file for events, one sentence each. COPY reports few of them. */
export function jsonPathsProblems(text: string): readonly string[] {
	const paths = readPaths(text);
	return typeof paths === 'string'
		? [paths]
		: [...countProblems(paths), ...orderProblems(paths), ...notationProblems(paths)];
}

/**
Returns a problem that is certain to make COPY silently load wrong values or mostly NULLs, or undefined. Keys that
Sparkify's events lack are no such problem: they may match the user's own files.
*/
export function silentProblem(text: string): string | undefined {
	const paths = readPaths(text);
	if (typeof paths === 'string') return paths === noKey ? paths : undefined;
	const names = new Set(stagingColumns.events.map(({name}) => name));
	const index = stagingColumns.events.findIndex(({name}, at) => {
		const found = keyOf(paths[at] ?? '')?.toLowerCase();
		return found !== undefined && found !== name && names.has(found);
	});
	return index === -1 ? undefined : pathProblem(paths, index);
}

/** Returns the key of each column of staging_events, or a sentence that explains why the file can't be used. */
export function jsonPathsKeys(text: string): readonly string[] | string {
	const paths = readPaths(text);
	if (typeof paths === 'string') return paths;
	const keys = paths.map(keyOf);
	const [problem] = [...countProblems(paths), ...notationProblems(paths)];
	if (problem !== undefined) return problem;
	const unsupported = keys.indexOf(undefined);
	if (unsupported !== -1) return pathProblem(paths, unsupported);
	const repeated = keys.findIndex((key, index) => keys.indexOf(key) !== index);
	if (repeated !== -1) return `Path ${repeated + 1} is ${paths[repeated]}, which repeats an earlier path.`;
	return silentProblem(text) ?? keys.map(String);
}

const noKey = 'It has no key "jsonpaths", so COPY would silently load most columns as NULL.';

/** Returns the paths, or a sentence that explains why there are none. */
function readPaths(text: string): readonly string[] | string {
	const value = parse(text);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return 'It is not a JSON object such as {"jsonpaths": ["$[\'artist\']", …]}.';
	}
	const paths = (value as Readonly<Record<string, unknown>>).jsonpaths;
	if (paths === undefined) return noKey;
	const texts = Array.isArray(paths) ? paths.filter(path => typeof path === 'string') : [];
	return Array.isArray(paths) && texts.length === paths.length
		? texts
		: '"jsonpaths" is not an array of strings.';
}

function countProblems(paths: readonly string[]): readonly string[] {
	const expected = stagingColumns.events.length;
	return paths.length === expected
		? []
		: [
				`It has ${paths.length} paths but staging_events has ${expected} columns; COPY matches them by position.`,
			];
}

/** Reports the first path whose key differs from that of its column. */
function orderProblems(paths: readonly string[]): readonly string[] {
	const index = stagingColumns.events.findIndex(
		({key}, at) => paths[at] !== undefined && keyOf(paths[at]!) !== key,
	);
	return index === -1 ? [] : [pathProblem(paths, index)];
}

function pathProblem(paths: readonly string[], index: number): string {
	const {key, name} = stagingColumns.events[index]!;
	const path = paths[index]!;
	const problem =
		keyOf(path) === undefined
			? 'is not a path to a top-level key'
			: keyOf(path)!.toLowerCase() === name
				? 'differs in case'
				: 'is a different key';
	return `Path ${index + 1} is ${path}, which ${problem}: the column ${name} needs $['${key}'].`;
}

/** COPY rejects a mix of bracket and dot notation. Source: COPY, JSONPath expressions. */
function notationProblems(paths: readonly string[]): readonly string[] {
	const mixed = paths.some(path => path.startsWith('$[')) && paths.some(path => path.startsWith('$.'));
	return mixed ? ["It mixes $['key'] and $.key; use only one of them."] : [];
}

/** Returns the top-level key of a path, or undefined if the path is of any other form. */
function keyOf(path: string): string | undefined {
	const [, single, double, dotted] = /^\$(?:\['([^']*)'\]|\["([^"]*)"\]|\.([\w$]+))$/.exec(path) ?? [];
	return single ?? double ?? dotted;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
