import {copyFileSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {performance} from 'node:perf_hooks';
import {setImmediate} from 'node:timers/promises';
import {type Catalog, identifier} from './catalog.js';
import {type Charset, isDigits, jsonString, seconds} from './json-text.js';
import type {Written} from './options.js';

/** Maximum time of synchronous writing before yielding, ms. */
const slice = 8;

/** First bytes of a .DS_Store file. */
const finderFile = Buffer.from('\0\0\0\x01Bud1\0\0\x10\0', 'latin1');

/**
Writes the song files of a catalog: one record per file, and two in two of a hundred files. Works in short synchronous
slices: for tiny files, promises take more than twice the CPU time.
*/
export async function* writeSongs(
	catalog: Catalog,
	directory: string,
	fileQuirks: boolean,
): AsyncGenerator<Written> {
	const folders = new Set<string>();
	let records = 0;
	let bytes = 0;
	let sliceEnd = performance.now() + slice;
	while (records < catalog.size) {
		const {folder, name} = location(catalog, records);
		if (!folders.has(folder)) {
			mkdirSync(join(directory, folder), {recursive: true});
			folders.add(folder);
		}
		const file = fileQuirks
			? untidyFile(catalog, records)
			: {text: `${songText(catalog, records, false)}\n`, records: 1};
		const content = Buffer.from(file.text);
		writeFileSync(join(directory, folder, name), content, {flag: 'wx'});
		records += file.records;
		bytes += content.length;
		if (performance.now() >= sliceEnd) {
			yield {records, bytes};
			await setImmediate();
			sliceEnd = performance.now() + slice;
		}
	}
	yield {records, bytes};
}

/** Adds what is found in real data folders: Finder files, a notebook's copy of a song file, an empty file. */
export function addClutter(catalog: Catalog, directory: string): void {
	for (const folder of ['', 'log_data', 'song_data'])
		writeFileSync(join(directory, folder, '.DS_Store'), finderFile);

	const first = location(catalog, 0);
	const checkpoints = join(directory, first.folder, '.ipynb_checkpoints');
	mkdirSync(checkpoints);
	copyFileSync(
		join(directory, first.folder, first.name),
		join(checkpoints, first.name.replace('.json', '-checkpoint.json')),
	);

	const empty = location(catalog, catalog.size);
	mkdirSync(join(directory, empty.folder), {recursive: true});
	writeFileSync(join(directory, empty.folder, empty.name), '');
}

/** The file of a track, in a folder of its first three letters: `song_data/A/B/C/TRABC….json`. */
function location({seed, size}: Catalog, index: number): {readonly folder: string; readonly name: string} {
	// About twenty files per folder: 1,500 files in up to 64 folders, a million in up to 17,576.
	let letters = 1;
	while (letters < 26 && letters ** 3 * 25 < size) letters += 1;
	const id = identifier('TR', seed, index, letters);
	return {folder: `song_data/${id.charAt(2)}/${id.charAt(3)}/${id.charAt(4)}`, name: `${id}.json`};
}

/** One record, now and then over many lines, or two. */
function untidyFile(catalog: Catalog, index: number): {readonly text: string; readonly records: number} {
	const first = songText(catalog, index, true);
	if (index % 40 === 2) return {text: JSON.stringify(JSON.parse(first), null, 4), records: 1};
	if (index % 40 !== 30 || index + 1 === catalog.size) return {text: first, records: 1};
	return {text: `${first}${index % 80 === 30 ? ' ' : '\n'}${songText(catalog, index + 1, true)}`, records: 2};
}

/**
A song record as in the public song files: one line, keys in the same order, `: ` and `, ` as separators.
@param textInNumbers whether some numbers are written as text
*/
function songText(catalog: Catalog, index: number, textInNumbers: boolean): string {
	const {song, artist, title, artistName, duration, year, place} = catalog.song(index);
	// Most files are ASCII, as Python writes them.
	const charset: Charset = index % 9 === 4 ? 'unicode' : 'ascii';
	const value = (text: string) => (isDigits(text) ? text : jsonString(text, charset));
	const number = (text: string, phase: number) =>
		textInNumbers && index % 250 === phase ? `"${text}"` : text;
	const [latitude, longitude] = place.coordinates ?? ['null', 'null'];
	const length = seconds(duration);
	// An object in a text column is loaded as its JSON text; unknown keys are ignored.
	const location =
		index % 700 === 139 ? '{"city":"Oslo","country":"Norway"}' : jsonString(place.location, charset);
	const extra = index % 150 === 21 ? ', "similar_artists": [], "hotness": 0.61' : '';
	return `{"num_songs": 1, "artist_id": "${identifier('AR', catalog.seed, artist)}", "artist_latitude": ${latitude}, "artist_longitude": ${longitude}, "artist_location": ${location}, "artist_name": ${value(artistName)}, "song_id": "${identifier('SO', catalog.seed, song)}", "title": ${value(title)}, "duration": ${number(length.includes('.') ? length : `${length}.0`, 171)}, "year": ${number(String(year), 46)}${extra}}`;
}
