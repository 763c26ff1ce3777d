import {stagingColumns} from '../source/staging-columns.js';

/** What is wrong with a jsonpaths file for the events, a sentence each. COPY says little of it, or nothing. */
export function jsonPathsProblems(text: string): readonly string[] {
	const value = parse(text);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return ['It is no JSON object: it has to be {"jsonpaths": ["$[\'artist\']", …]}.'];
	}
	const paths = (value as Readonly<Record<string, unknown>>).jsonpaths;
	if (paths === undefined) {
		return [
			'It has no key "jsonpaths": COPY would take the keys as column names without a word, and most are not.',
		];
	}
	const texts = Array.isArray(paths) ? paths.filter(path => typeof path === 'string') : [];
	if (!Array.isArray(paths) || texts.length !== paths.length) return ['"jsonpaths" is no array of texts.'];
	return [...countProblems(texts), ...orderProblems(texts), ...notationProblems(texts)];
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
	if (index === -1) return [];
	const {key, name} = stagingColumns.events[index]!;
	const path = paths[index]!;
	const problem =
		keyOf(path) === undefined
			? 'is no path to a key'
			: keyOf(path)!.toLowerCase() === name
				? 'has another case'
				: 'is another key';
	return [`Path ${index + 1} is ${path}, which ${problem}: the column ${name} wants $['${key}'].`];
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
