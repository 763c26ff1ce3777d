import type {Catalog} from './catalog.js';
import {identifier} from './identifiers.js';
import {prettySongText, songText} from './song-text.js';

export type SongFile = {
	/** Path of the folder below the data folder, e.g. `song_data/A/B/C`. */
	readonly folder: string;
	readonly name: string;
	readonly text: string;
	readonly records: number;
};

/** Yields the song files of a catalog: one record per file, and two records in two of a hundred files. */
export function* songFiles(catalog: Catalog, seed: number, fileQuirks: boolean): Generator<SongFile> {
	const alphabet = lettersFor(catalog.size);
	for (let index = 0, records = 0; index < catalog.size; index += records) {
		const id = identifier('TR', seed, index, alphabet);
		const first = songText(catalog.record(index), index, fileQuirks);
		const layout = fileQuirks ? layoutOf(index, catalog.size) : 'clean';
		records = layout === 'two on a line' || layout === 'two lines' ? 2 : 1;
		const second = records === 2 ? songText(catalog.record(index + 1), index + 1, fileQuirks) : '';
		yield {folder: folderOf(id), name: `${id}.json`, text: arrange(layout, first, second), records};
	}
}

/** The folder of a track: its first three letters. */
export function folderOf(trackId: string): string {
	return `song_data/${trackId.charAt(2)}/${trackId.charAt(3)}/${trackId.charAt(4)}`;
}

/** Number of initial letters in use, for about twenty files per folder: 1,500 files in up to 64 folders, a million in up to 17,576. */
export function lettersFor(songs: number): number {
	let letters = 1;
	while (letters < 26 && letters ** 3 * 25 < songs) letters += 1;
	return letters;
}

type Layout = 'usual' | 'clean' | 'pretty' | 'two on a line' | 'two lines';

function layoutOf(index: number, size: number): Layout {
	if (index % 40 === 2) return 'pretty';
	if (index + 1 === size) return 'usual';
	if (index % 100 === 30) return 'two on a line';
	if (index % 100 === 70) return 'two lines';
	return 'usual';
}

function arrange(layout: Layout, first: string, second: string): string {
	switch (layout) {
		case 'usual':
			return first;
		case 'clean':
			return `${first}\n`;
		case 'pretty':
			return prettySongText(first);
		case 'two on a line':
			return `${first} ${second}`;
		case 'two lines':
			return `${first}\n${second}`;
	}
}
