import {copyFile, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {identifier} from './identifiers.js';
import {folderOf, lettersFor} from './song-files.js';

/** First bytes of a .DS_Store file. */
const finderFile = Buffer.from('\0\0\0\x01Bud1\0\0\x10\0', 'latin1');

/** Adds clutter found in real data folders: Finder files, a notebook's copy of a song file, an empty file. */
export async function addClutter(directory: string, seed: number, songs: number): Promise<void> {
	for (const folder of ['', 'log_data', 'song_data'])
		await writeFile(join(directory, folder, '.DS_Store'), finderFile);

	const letters = lettersFor(songs);
	const first = identifier('TR', seed, 0, letters);
	const checkpoints = join(directory, folderOf(first), '.ipynb_checkpoints');
	await mkdir(checkpoints);
	await copyFile(
		join(directory, folderOf(first), `${first}.json`),
		join(checkpoints, `${first}-checkpoint.json`),
	);

	const empty = identifier('TR', seed, songs, letters);
	await mkdir(join(directory, folderOf(empty)), {recursive: true});
	await writeFile(join(directory, folderOf(empty), `${empty}.json`), '');
}
