import type {RecordKind} from '../source.js';
import type {BrowsedEntry, BrowsedStore, FolderContents} from './browsed.js';
import {previewBytes, previewOf} from './preview.js';
import {kindOfRecords} from './record-kind.js';

/** Entries of a folder that are looked at for its folders. */
const maxEntries = 200;
/** Folders in it from which a file is read. */
const maxFolders = 3;
/** Names of the folders of each kind. */
const folderNames: Readonly<Record<RecordKind, RegExp>> = {
	events: /^log[_-]data$/i,
	songs: /^song[_-]data$/i,
};

/** Finds out which records a folder holds, from the first records of a few files. @throws DataError */
export async function lookInto(store: BrowsedStore, place: string): Promise<FolderContents> {
	const folders = await foldersIn(store, place);
	const pair = pairOf(folders);
	if (pair !== undefined) return lookIntoBoth(store, place, pair);

	const inner = folders.slice(0, maxFolders).map(folder => store.join(place, folder));
	const pairs: {readonly place: string; readonly pair: Pair}[] = [];
	for (const folder of inner) {
		// One that can't be read has no pair. If its files matter, reading them says why.
		const found = pairOf(await foldersIn(store, folder).catch(() => []));
		if (found !== undefined) pairs.push({place: folder, pair: found});
	}
	if (pairs.length === 1) return lookIntoBoth(store, pairs[0]!.place, pairs[0]!.pair);
	if (pairs.length > 1)
		return {type: 'neither', why: 'Several folders in it hold events and songs. Open one of them.'};

	const [first, ...others] = folders.length > 1 ? inner : [place];
	const found = await lookAtFile(store, first!);
	for (const other of found.type === 'neither' ? [] : others) {
		const next = await lookAtFile(store, other);
		if (next.type !== 'neither' && next.type !== found.type)
			return {
				type: 'neither',
				why: 'It holds both events and songs. Open it and choose the folder of each.',
			};
	}
	return found;
}

/** A folder of each kind. */
type Pair = Readonly<Record<RecordKind, BrowsedEntry>>;

async function foldersIn(store: BrowsedStore, place: string): Promise<readonly BrowsedEntry[]> {
	const {entries} = await store.list(place, maxEntries);
	return entries.filter(({isFolder}) => isFolder);
}

/** The `log_data/` and `song_data/` among folders. */
function pairOf(folders: readonly BrowsedEntry[]): Pair | undefined {
	const named = (kind: RecordKind) => folders.find(({name}) => folderNames[kind].test(name));
	const [events, songs] = [named('events'), named('songs')];
	return events === undefined || songs === undefined ? undefined : {events, songs};
}

/** Looks into a folder with `log_data/` and `song_data/`. */
async function lookIntoBoth(store: BrowsedStore, place: string, pair: Pair): Promise<FolderContents> {
	const lookAt = async (kind: RecordKind) => {
		const folder = pair[kind];
		const found = await lookAtFile(store, store.join(place, folder));
		if (found.type === kind) return found;
		const why = found.type === 'neither' ? found.why : `It holds ${found.type}.`;
		return {type: 'neither', why: `${folder.name} in it holds no ${kind}. ${why}`} as const;
	};
	const events = await lookAt('events');
	if (events.type === 'neither') return events;
	const songs = await lookAt('songs');
	if (songs.type === 'neither') return songs;
	return {
		type: 'both',
		events: store.join(place, pair.events),
		songs: store.join(place, pair.songs),
		lookedAt: {events, songs},
	};
}

/** Judges by the first file at or below a place. */
async function lookAtFile(
	store: BrowsedStore,
	place: string,
): Promise<Exclude<FolderContents, {readonly type: 'both'}>> {
	const file = await store.firstFile(place);
	if (file === undefined) return {type: 'neither', why: 'It has no .json, .gz or .zst files.'};
	const preview = await previewOf(file, await store.head(file, previewBytes(file)));
	if (preview.records.length === 0)
		return {type: 'neither', why: `${file}: ${preview.problem ?? 'no records.'}`};
	const kind = kindOfRecords(preview.records);
	return typeof kind === 'string' ? {type: kind, file, preview} : {type: 'neither', why: kind.why};
}
