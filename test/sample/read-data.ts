import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, sep} from 'node:path';
import {generateData} from '../../src/sample/generate.js';
import type {GenerateOptions, GenerateProgress} from '../../src/sample/options.js';

export type Json = Readonly<Record<string, unknown>>;
export type Line = {readonly file: string; readonly text: string; readonly event: Json};
export type Song = {readonly file: string; readonly text: string; readonly record: Json};

const temporaryFolder = mkdtempSync(join(tmpdir(), 'sparkify-generate-'));
process.on('exit', () => rmSync(temporaryFolder, {recursive: true, force: true}));

/** Returns an unused path in a temporary folder, which is removed after the tests. */
export function freshPath(): string {
	return join(mkdtempSync(join(temporaryFolder, 'test-')), 'data');
}

/** Generates data and returns all progress reported. */
export async function generateAll(options: GenerateOptions): Promise<readonly GenerateProgress[]> {
	const progress: GenerateProgress[] = [];
	for await (const step of generateData(options)) progress.push(step);
	return progress;
}

/** Sorted paths of all files below a folder, with `/` as separator. */
export function filesBelow(folder: string): readonly string[] {
	return readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry =>
			join(entry.parentPath, entry.name)
				.slice(folder.length + 1)
				.split(sep)
				.join('/'),
		)
		.sort();
}

/** Contents of all files below a folder, by path. */
export function contentsBelow(folder: string): ReadonlyMap<string, string> {
	return new Map(filesBelow(folder).map(path => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** The events of all days, in order of files and lines. */
export function readLines(folder: string): readonly Line[] {
	const lines: Line[] = [];
	for (const file of filesBelow(folder).filter(path => /^log_data\/.*\.json$/.test(path)))
		for (const text of readFileSync(join(folder, file), 'utf8').replace('\ufeff', '').split(/\r?\n/))
			if (text !== '') lines.push({file, text, event: JSON.parse(text) as Json});
	return lines;
}

/** The song records of all files but those in hidden folders. */
export function readSongs(folder: string): readonly Song[] {
	const songs: Song[] = [];
	for (const file of filesBelow(folder).filter(path => /^song_data\/[^.]*\.json$/.test(path)))
		for (const text of rootObjects(readFileSync(join(folder, file), 'utf8')))
			songs.push({file, text, record: JSON.parse(text) as Json});
	return songs;
}

/** Splits text into its consecutive JSON objects. */
function rootObjects(text: string): readonly string[] {
	const objects: string[] = [];
	let depth = 0;
	let start = 0;
	for (const {0: token, index} of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
		if (token === '{') {
			if (depth === 0) start = index;
			depth += 1;
		} else if (token === '}') {
			depth -= 1;
			if (depth === 0) objects.push(text.slice(start, index + 1));
		}
	}
	return objects;
}
