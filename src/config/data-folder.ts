import {readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {pathKind} from './path-kind.js';
import type {Problem} from './problems.js';

/** Names of the folders of each kind, the preferred one first: the public bucket has both spellings. */
const spellings = {events: ['log_data', 'log-data'], songs: ['song_data', 'song-data']} as const;
/** Names of a folder's content that a message shows. */
const maxShown = 4;

/** The folders of events and songs in a data folder. */
export type DataFolders = {readonly events: string; readonly songs: string};

/** Finds `log_data/` and `song_data/`, or the same with a hyphen, in the folder that `--data` names. */
export function findDataFolders(folder: string): DataFolders | Problem {
	if (folder === '') return {message: '--data takes the name of a folder, not nothing.'};
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
				: ': there is no such folder';
	return {message: `--data ${folder}${what}.`, advice: adviceFor(folder)};
}

/** Where the folders are after all, if they are in a folder above. */
function adviceFor(path: string): string {
	let folder = path;
	for (let above = dirname(folder); above !== folder; above = dirname(folder)) {
		folder = above;
		const {events, songs} = foldersIn(folder);
		if (events !== undefined && songs !== undefined)
			return `Name the folder that holds both: --data ${folder}`;
	}
	return 'Name the folder that holds log_data/ and song_data/.';
}

function foldersIn(folder: string): Partial<DataFolders> {
	const find = (names: readonly string[]) =>
		names.map(name => join(folder, name)).find(path => pathKind(path) === 'folder');
	const [events, songs] = [find(spellings.events), find(spellings.songs)];
	return {...(events !== undefined && {events}), ...(songs !== undefined && {songs})};
}

/** What a folder holds, e.g. `it holds a.json, b/ and 3 more`. */
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
	return more > 0 ? `it holds ${shown} and ${more} more` : `it holds ${shown}`;
}
