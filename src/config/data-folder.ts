import {readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {pathKind} from './path-kind.js';
import type {Problem} from './problems.js';

/** Folder names of each kind, preferred name first. The public bucket uses both spellings. */
const spellings = {events: ['log_data', 'log-data'], songs: ['song_data', 'song-data']} as const;
/** Number of folder entries that a message lists. */
const maxShown = 4;

/** The folders of events and songs in a data folder. */
export type DataFolders = {readonly events: string; readonly songs: string};

/** Finds `log_data/` and `song_data/`, or their hyphenated spellings, in the folder named by `--data`. */
export function findDataFolders(folder: string): DataFolders | Problem {
	if (folder === '') return {message: '--data needs a folder name.'};
	const kind = pathKind(folder);
	if (kind === 'folder') {
		const {events, songs} = foldersIn(folder);
		if (events !== undefined && songs !== undefined) return {events, songs};
		const missing = [
			...(events === undefined ? ['log_data/'] : []),
			...(songs === undefined ? ['song_data/'] : []),
		].join(' and no ');
		return {message: `--data ${folder} has no ${missing}; ${contents(folder)}.`, advice: adviceFor(folder)};
	}
	const what =
		kind === 'file'
			? ' is a file, not a folder'
			: /[*?[{]/.test(folder)
				? ': wildcards are not expanded'
				: ': no such folder';
	return {message: `--data ${folder}${what}.`, advice: adviceFor(folder)};
}

/** Suggests a parent folder if it contains the data folders. */
function adviceFor(path: string): string {
	let folder = path;
	for (let parent = dirname(folder); parent !== folder; parent = dirname(folder)) {
		folder = parent;
		const {events, songs} = foldersIn(folder);
		if (events !== undefined && songs !== undefined)
			return `Use the folder that contains both: --data ${folder}`;
	}
	return 'Use the folder that contains log_data/ and song_data/.';
}

function foldersIn(folder: string): Partial<DataFolders> {
	const find = (names: readonly string[]) =>
		names.map(name => join(folder, name)).find(path => pathKind(path) === 'folder');
	const [events, songs] = [find(spellings.events), find(spellings.songs)];
	return {...(events !== undefined && {events}), ...(songs !== undefined && {songs})};
}

/** Lists a folder's content, e.g. `it contains a.json, b/ and 3 more`. */
function contents(folder: string): string {
	let entries: readonly string[];
	try {
		entries = readdirSync(folder, {withFileTypes: true})
			.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
			.sort();
	} catch (error) {
		return `it cannot be read: ${error instanceof Error ? error.message : String(error)}`;
	}
	if (entries.length === 0) return 'it is empty';
	const shown = entries.slice(0, maxShown).join(', ');
	const more = entries.length - maxShown;
	return more > 0 ? `it contains ${shown} and ${more} more` : `it contains ${shown}`;
}
