import {dirname, isAbsolute, join, resolve} from 'node:path';
import {toFailure} from '../../errors.js';
import {homeFolder} from '../../files/home-folder.js';
import {homePath} from '../../files/home-path.js';
import type {BrowsedEntry, BrowsedFolder} from '../../source/browse/browsed.js';
import type {SourceBrowser} from '../../source/browse/source-browser.js';
import {previewText} from '../lines/browse-lines.js';
import {shownPlace} from '../lines/shown-place.js';
import {
	type ChosenData,
	type EntryDetail,
	isPath,
	type Requested,
	selectedEntry,
	shownEntries,
} from '../state/browse.js';
import type {SetupCommand} from '../state/command.js';
import type {BrowseMode} from '../state/mode.js';
import type {Store} from '../state/store.js';
import type {Setup} from './setup.js';

/** Browsing folders and S3 prefixes. */
export type BrowseControl = {
	readonly commands: Readonly<Record<Extract<SetupCommand, `browse-${string}`>, () => void>>;
	/** Changes the text typed so far. */
	type(text: string): void;
	/** Requests what the screen needs and doesn't have. Called after each key. */
	update(): void;
	end(): void;
};

type BrowseControlOptions = {
	readonly store: Store;
	readonly setup: Setup;
	/** Called with the folders once both are chosen. */
	readonly onChosen: (data: ChosenData) => void;
	readonly runInBackground: (work: Promise<void>) => void;
};

/** Wait before an entry is looked at, so that scrolling over it requests nothing. */
const settleMs = 80;

export function createBrowseControl({
	store: {dispatch, getState, showNotice},
	setup,
	onChosen,
	runInBackground,
}: BrowseControlOptions): BrowseControl {
	let browser: Promise<SourceBrowser> | undefined;
	/** Results of this visit, by place. */
	const folders = new Map<string, Requested<BrowsedFolder>>();
	const details = new Map<string, EntryDetail>();
	let settling: NodeJS.Timeout | undefined;
	/** The entry to select once its folder has been read. */
	let wanted: string | undefined;

	function current(): BrowseMode | undefined {
		const {mode} = getState();
		return mode.type === 'browse' ? mode : undefined;
	}

	function change(mode: BrowseMode): void {
		dispatch({type: 'mode-changed', mode});
	}

	function open(): void {
		const {mode} = getState();
		const place = process.cwd();
		wanted = undefined;
		folders.clear();
		details.clear();
		change({
			type: 'browse',
			place,
			folder: {state: 'pending'},
			text: '',
			selected: 0,
			detail: undefined,
			chosen: {},
			back: mode,
		});
	}

	function goTo(place: string): void {
		const mode = current();
		if (mode === undefined) return;
		// A place that failed is tried again.
		if (folders.get(place)?.state === 'failed') folders.delete(place);
		change({...mode, place, folder: {state: 'pending'}, text: '', selected: 0, detail: undefined});
	}

	function update(): void {
		const mode = current();
		if (mode === undefined) return;
		const folder = folders.get(mode.place);
		if (folder === undefined) {
			folders.set(mode.place, {state: 'pending'});
			runInBackground(readFolder(mode.place));
			return;
		}
		if (folder !== mode.folder) {
			const selected = wanted === undefined ? -1 : shownEntries({folder, text: ''}).findIndex(isWanted);
			if (folder.state !== 'pending') wanted = undefined;
			change({...mode, folder, selected: selected === -1 ? mode.selected : selected});
		}
		const shown = current();
		if (shown !== undefined) updateDetail(shown);
	}

	function isWanted({name}: BrowsedEntry): boolean {
		return name === wanted;
	}

	/** Shows what is known about the selected entry, or requests it. */
	function updateDetail(mode: BrowseMode): void {
		clearTimeout(settling);
		const entry = mode.folder.state === 'done' ? selectedEntry(mode) : undefined;
		const place = entry && placeOf(mode.place, entry);
		const known = place === undefined ? undefined : details.get(place);
		if (known !== mode.detail) change({...mode, detail: known});
		if (entry === undefined || place === undefined || known !== undefined) return;
		settling = setTimeout(() => {
			const type = entry.isFolder ? 'contents' : 'preview';
			details.set(place, {type, place, result: {state: 'pending'}});
			update();
			runInBackground(readDetail(type, place));
		}, settleMs);
	}

	async function readFolder(place: string): Promise<void> {
		folders.set(place, await requested(async asked => asked.ask('folder', place)));
		update();
	}

	async function readDetail(type: EntryDetail['type'], place: string): Promise<void> {
		const detail: EntryDetail =
			type === 'contents'
				? {type, place, result: await requested(async asked => asked.ask('contents', place))}
				: {type, place, result: await requested(async asked => asked.ask('preview', place))};
		details.set(place, detail);
		update();
	}

	async function requested<T>(ask: (asked: SourceBrowser) => Promise<T>): Promise<Requested<T>> {
		browser ??= setup.createBrowser();
		try {
			return {state: 'done', value: await ask(await browser)};
		} catch (error) {
			return {state: 'failed', failure: toFailure(error)};
		}
	}

	/** Opens the typed path, the selected folder, or the records of the selected file. */
	function openSelected() {
		const mode = current();
		if (mode === undefined) return;
		if (isPath(mode.text)) return openPath(mode.place, mode.text.trim());
		const entry = selectedEntry(mode);
		if (entry === undefined) return;
		if (entry.name === '.') return showNotice('Tab uses this folder. ↓ selects what is in it.');
		if (entry.isFolder) return goTo(placeOf(mode.place, entry));
		const {detail} = mode;
		if (detail?.type !== 'preview' || detail.result.state !== 'done') return;
		const title = shownPlace(detail.place);
		dispatch({
			type: 'mode-changed',
			mode: {type: 'file-text', title, text: previewText(detail.result.value), top: 0, back: mode},
		});
	}

	function openPath(place: string, text: string) {
		const isAddress = /^s3:/i.test(text);
		if (isAddress && !/^s3:\/\/[^/]/i.test(text))
			return showNotice('Type the name of a bucket: s3://BUCKET/');
		if (isAddress) return goTo(withSlash(`s3://${text.slice('s3://'.length)}`));
		if (isS3(place) && !isAbsolute(homePath(text))) return goTo(upFrom(place));
		goTo(resolve(isS3(place) ? homeFolder() : place, homePath(text)));
	}

	function goUp() {
		const mode = current();
		if (mode === undefined) return;
		const above = upFrom(mode.place);
		if (above === mode.place) return showNotice('There is no folder above.');
		wanted = isS3(mode.place)
			? mode.place.slice(above.length).replace(/\/$/, '')
			: mode.place.slice(above.length).replace(/^[/\\]/, '');
		goTo(above);
	}

	/** Chooses the selected folder for the kinds of records that it holds. */
	function choose() {
		const mode = current();
		if (mode === undefined) return;
		if (isPath(mode.text)) return openSelected();
		const {detail} = mode;
		if (detail === undefined || detail.result.state === 'pending') return showNotice('Still reading…');
		if (detail.type === 'preview') return showNotice('Select a folder: its files are loaded together.');
		if (detail.result.state === 'failed') return showNotice('It cannot be read.');
		const contents = detail.result.value;
		if (contents.type === 'neither')
			return showNotice('It holds neither events nor songs. dwh.cfg can name any folder.');
		const chosen =
			contents.type === 'both'
				? {events: contents.events, songs: contents.songs}
				: {...mode.chosen, [contents.type]: detail.place};
		change({...mode, chosen});
		const {events, songs} = chosen;
		if (events !== undefined && songs !== undefined) return onChosen({events, songs});
		showNotice(events === undefined ? 'Now choose the events.' : 'Now choose the songs.');
	}

	return {
		commands: {
			'browse-files': open,
			'browse-open': openSelected,
			'browse-use': choose,
			'browse-up': goUp,
			'browse-delete'() {
				const mode = current();
				if (mode?.text === '') goUp();
				else if (mode !== undefined) change({...mode, text: mode.text.slice(0, -1), selected: 0});
			},
			'browse-close'() {
				const mode = current();
				if (mode === undefined || mode.text === '') dispatch({type: 'closed'});
				else change({...mode, text: '', selected: 0});
			},
		},
		type(text) {
			const mode = current();
			if (mode !== undefined) change({...mode, text, selected: 0});
		},
		update,
		end() {
			clearTimeout(settling);
			void browser?.then(opened => opened.close());
		},
	};
}

function isS3(place: string): boolean {
	return place.startsWith('s3://');
}

function withSlash(place: string): string {
	return place.endsWith('/') ? place : `${place}/`;
}

function placeOf(place: string, {name, isFolder}: BrowsedEntry): string {
	if (name === '.') return place;
	return isS3(place) ? `${place}${name}${isFolder ? '/' : ''}` : join(place, name);
}

/** The folder above. Above a bucket is the folder in which the program runs. */
function upFrom(place: string): string {
	if (!isS3(place)) return dirname(place);
	const above = place.replace(/[^/]*\/$/, '');
	return above === 's3://' ? process.cwd() : above;
}
