import type {Failure} from '../../errors.js';
import type {BrowsedEntry, BrowsedFolder, FilePreview, FolderContents} from '../../source/browse/browsed.js';
import type {RecordKind} from '../../source/source.js';

/** The result of a request that may still be running. */
export type Requested<T> =
	| {readonly state: 'pending'}
	| {readonly state: 'done'; readonly value: T}
	| {readonly state: 'failed'; readonly failure: Failure};

/** What is known about the selected entry. */
export type EntryDetail =
	| {readonly type: 'contents'; readonly place: string; readonly result: Requested<FolderContents>}
	| {readonly type: 'preview'; readonly place: string; readonly result: Requested<FilePreview>};

/** The folder of each kind of records that the user has chosen. */
export type ChosenData = Readonly<Record<RecordKind, string>>;

/** The folder in view and the selection in it. */
export type BrowseView = {
	/** An absolute path, or `s3://bucket/prefix/`. */
	readonly place: string;
	readonly folder: Requested<BrowsedFolder>;
	/** The text typed so far: part of a name, or a path to open. */
	readonly text: string;
	/** Index into `shownEntries`. */
	readonly selected: number;
	readonly detail: EntryDetail | undefined;
	readonly chosen: Partial<ChosenData>;
};

/** The folder itself, above its entries. */
export const thisFolder: BrowsedEntry = {name: '.', isFolder: true};

/** The folder itself and its entries or, while a name is typed, the entries that contain it. */
export function shownEntries({folder, text}: Pick<BrowseView, 'folder' | 'text'>): readonly BrowsedEntry[] {
	const entries = folder.state === 'done' ? folder.value.entries : [];
	if (text === '' || isPath(text)) return [thisFolder, ...entries];
	return entries.filter(({name}) => name.toLowerCase().includes(text.toLowerCase()));
}

export function selectedEntry(view: BrowseView): BrowsedEntry | undefined {
	return shownEntries(view)[view.selected];
}

/** Whether a typed text is a path or an address, rather than part of a name. */
export function isPath(text: string): boolean {
	return /^(?:s3:|[~/\\]|\.\.?(?:[/\\]|$)|[a-z]:[/\\])/i.test(text);
}
