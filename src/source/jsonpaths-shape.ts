import {stagingColumns} from './staging-columns.js';

/** What is wrong with a jsonpaths file for the events, a sentence each. COPY says little of it, or nothing. */
export function jsonPathsProblems(text: string): readonly string[] {
	const paths = readPaths(text);
	return typeof paths === 'string'
		? [paths]
		: [...countProblems(paths), ...orderProblems(paths), ...notationProblems(paths)];
}

/**
What of a jsonpaths file would have COPY load other values than those of the column, or hardly any, without a word;
undefined where nothing is sure to. Keys that the events of Sparkify do not have may well be those of somebody's own files.
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

/** The keys of the columns of staging_events by a jsonpaths file, or why it can't be used, in a sentence. */
export function jsonPathsKeys(text: string): readonly string[] | string {
	const paths = readPaths(text);
	if (typeof paths === 'string') return paths;
	const keys = paths.map(keyOf);
	const [problem] = [...countProblems(paths), ...notationProblems(paths)];
	if (problem !== undefined) return problem;
	const deeper = keys.indexOf(undefined);
	if (deeper !== -1) return pathProblem(paths, deeper);
	const repeated = keys.findIndex((key, index) => keys.indexOf(key) !== index);
	if (repeated !== -1) return `Path ${repeated + 1} is ${paths[repeated]}, which repeats an earlier one.`;
	return silentProblem(text) ?? keys.map(String);
}

const noKey = 'It has no key "jsonpaths", so COPY would silently load most columns as NULL.';

/** The paths, or why there are none, in a sentence. */
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
	const wanted = stagingColumns.events.length;
	return paths.length === wanted
		? []
		: [
				`It has ${paths.length} paths, and staging_events has ${wanted} columns: COPY pairs them by their order.`,
			];
}

/** The first path that leads to another key than the column at its place. */
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
			? 'is not a path to a key of the first level'
			: keyOf(path)!.toLowerCase() === name
				? 'has another case'
				: 'is another key';
	return `Path ${index + 1} is ${path}, which ${problem}: the column ${name} needs $['${key}'].`;
}

/** Bracket and dot notation in one file are refused. Source: COPY, JSONPath expressions. */
function notationProblems(paths: readonly string[]): readonly string[] {
	const mixed = paths.some(path => path.startsWith('$[')) && paths.some(path => path.startsWith('$.'));
	return mixed ? ["It mixes $['key'] and $.key: use one of the two throughout."] : [];
}

/** The key of the first level that a path leads to; undefined where it leads elsewhere. */
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
