import type {Dirent} from 'node:fs';
import {open, opendir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {DataError} from '../../errors.js';
import {isHidden, skipReason} from '../record-names.js';
import {errorCode, unlistable} from '../unreadable.js';
import type {BrowsedEntry, BrowsedFolder, BrowsedStore, FileHead} from './browsed.js';

/** Folders and entries of each that are searched for a file. */
const maxFolders = 50;
const maxEntries = 1000;

/** The disk. Hidden files and folders are left out. */
export const localStore: BrowsedStore = {
	list: listFolder,
	firstFile: async place => firstFile([place], {folders: maxFolders}),
	head: readHead,
	join: (place, {name}) => join(place, name),
};

async function listFolder(place: string, max: number): Promise<BrowsedFolder> {
	const {found, isCut} = await readFolder(place, max);
	const entries = await Promise.all(
		found.map(async (entry): Promise<BrowsedEntry | undefined> => {
			const {name} = entry;
			if (entry.isDirectory()) return {name, isFolder: true};
			// The size; and what a link leads to, if that exists.
			const stats = await stat(join(place, name)).catch(() => undefined);
			if (stats === undefined) return undefined;
			return stats.isDirectory() ? {name, isFolder: true} : {name, isFolder: false, bytes: stats.size};
		}),
	);
	return {place, entries: sortEntries(entries.filter(entry => entry !== undefined)), isCut};
}

/** Folders first, each sorted by name. */
export function sortEntries(entries: readonly BrowsedEntry[]): readonly BrowsedEntry[] {
	return entries.toSorted((a, b) => {
		if (a.isFolder !== b.isFolder) return a.isFolder ? -1 : 1;
		return a.name < b.name ? -1 : 1;
	});
}

/** Reads entries until there are more than `max`, without sorting. */
async function readFolder(
	place: string,
	max: number,
): Promise<{readonly found: readonly Dirent[]; readonly isCut: boolean}> {
	const found: Dirent[] = [];
	try {
		for await (const entry of await opendir(place)) {
			if (isHidden(entry.name)) continue;
			if (found.length === max) return {found, isCut: true};
			found.push(entry);
		}
	} catch (error) {
		throw folderError(place, error);
	}
	return {found, isCut: false};
}

/** Searches depth first, in the order of the names. @param left Folders that may still be read. */
async function firstFile(folders: readonly string[], left: {folders: number}): Promise<string | undefined> {
	for (const folder of folders) {
		if (left.folders-- <= 0) return undefined;
		const {found} = await readFolder(folder, maxEntries);
		const sorted = found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
		for (const entry of sorted) {
			if (entry.isDirectory() || skipReason(entry.name) !== undefined) continue;
			const path = join(folder, entry.name);
			const stats = await stat(path).catch(() => undefined);
			if (stats?.isFile() && stats.size > 0) return path;
		}
		const inner = sorted.filter(entry => entry.isDirectory()).map(({name}) => join(folder, name));
		const file = await firstFile(inner, left);
		if (file !== undefined) return file;
	}
	return undefined;
}

async function readHead(file: string, max: number): Promise<FileHead> {
	try {
		const handle = await open(file, 'r');
		try {
			const {bytesRead, buffer} = await handle.read(Buffer.alloc(max), 0, max, 0);
			const {size} = await handle.stat();
			return {bytes: buffer.subarray(0, bytesRead), isComplete: bytesRead >= size};
		} finally {
			await handle.close();
		}
	} catch (error) {
		throw unlistable(file, error);
	}
}

function folderError(place: string, error: unknown): DataError {
	const code = errorCode(error);
	if (code !== 'ENOENT' && code !== 'ENOTDIR') return unlistable(place, error);
	const what = code === 'ENOENT' ? 'does not exist' : 'is not a folder';
	return new DataError({message: `${place} ${what}.`, where: place, advice: 'Type another path.'});
}
