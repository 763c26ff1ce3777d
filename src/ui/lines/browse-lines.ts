import type {Failure} from '../../errors.js';
import {bytes} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import {displayWidth, fitEnd, fitWidth, padWidth} from '../../format/text-width.js';
import type {BrowsedEntry, FilePreview, FolderContents} from '../../source/browse/browsed.js';
import {type BrowseView, isPath, type Requested, selectedEntry, shownEntries} from '../state/browse.js';
import {blank, fitLine, type Line, labelled, paragraph, span} from './line.js';
import {shownPlace} from './shown-place.js';

/** The folder in view: its path, the typed text and the entries, in exactly `height` lines. */
export function folderLines(mode: BrowseView, width: number, height: number): readonly Line[] {
	const {place, text, folder} = mode;
	const typed: Line =
		text === ''
			? [span('type a name, a path or s3://…', {dim: true})]
			: [
					span(isPath(text) ? 'Go to: ' : 'Find: ', {dim: true}),
					span(`${fitEnd(safeText(text), width - 9)}▏`),
				];
	const head = [[span(` ${fitEnd(shownPlace(place), width - 1)}`, {bold: true})], [span(' '), ...typed]];
	const room = height - head.length;
	return [...head, ...entryLines(mode, folder, width, room)].slice(0, height);
}

function entryLines(
	mode: BrowseView,
	folder: BrowseView['folder'],
	width: number,
	height: number,
): readonly Line[] {
	switch (folder.state) {
		case 'pending':
			return [[span('  Reading…', {dim: true})]];
		case 'failed':
			return [[span('  It cannot be read.', {color: 'red'})]];
		case 'done': {
			const entries = shownEntries(mode);
			if (entries.length === 0) return [[span('  Nothing has this in its name.', {dim: true})]];
			const more: readonly Line[] = folder.value.isCut
				? [[span(`  Only the first ${folder.value.entries.length} are listed.`, {dim: true})]]
				: [];
			const room = Math.max(1, height - more.length);
			const top = Math.max(0, Math.min(mode.selected - Math.floor(room / 2), entries.length - room));
			const list = entries
				.slice(top, top + room)
				.map((entry, i) => entryLine(entry, top + i === mode.selected, width));
			return [...list, ...more];
		}
	}
}

function entryLine(entry: BrowsedEntry, isSelected: boolean, width: number): Line {
	const {name, isFolder, bytes: size} = entry;
	const shown = name === '.' ? 'this folder' : `${safeText(name)}${isFolder ? '/' : ''}`;
	const right = size === undefined ? '' : `  ${bytes(size)}`;
	// On a narrow list, names come first.
	const hasSize = displayWidth(shown) + right.length <= width - 3;
	const room = width - 3 - (hasSize ? right.length : 0);
	return [
		span(isSelected ? '❯ ' : '  ', {bold: true, color: 'cyan'}),
		span(padWidth(fitWidth(shown, room), room), {bold: isSelected}),
		span(hasSize ? right : '', {dim: true}),
	];
}

/** What is known about the selected entry, and below it what is chosen, in exactly `height` lines. */
export function detailLines(
	mode: BrowseView,
	notice: string | undefined,
	width: number,
	height: number,
): readonly Line[] {
	const foot = [
		blank,
		...chosenLines(mode, width),
		notice === undefined ? blank : fitLine([span(notice, {color: 'magenta'})], width),
	];
	const room = height - foot.length;
	const body = entryDetail(mode, width).slice(0, room);
	return [...body, ...Array.from({length: room - body.length}, () => blank), ...foot];
}

function chosenLines({chosen}: BrowseView, width: number): readonly Line[] {
	return (['events', 'songs'] as const).map((kind): Line => {
		const place = chosen[kind];
		const label = span((kind === 'events' ? 'Events' : 'Songs').padEnd(10), {dim: true});
		return place === undefined
			? [label, span('not chosen yet', {dim: true})]
			: [label, span(fitEnd(shownPlace(place), width - 10), {bold: true})];
	});
}

function entryDetail(mode: BrowseView, width: number): readonly Line[] {
	const entry = selectedEntry(mode);
	const {detail, folder} = mode;
	if (folder.state === 'failed') return failureText(folder.failure, width);
	if (folder.state !== 'done' || entry === undefined || detail === undefined) return [];
	const title: Line = [span(fitEnd(shownPlace(detail.place), width), {bold: true})];
	const {bytes: size} = entry;
	const about: readonly Line[] = size === undefined ? [] : [[span(bytes(size), {dim: true})]];
	const body =
		detail.type === 'contents'
			? requested(detail.result, value => contentsLines(value, detail.place, width), width)
			: requested(detail.result, value => previewLines(value, width), width);
	return [title, ...about, blank, ...body];
}

function requested<T>(
	result: Requested<T>,
	show: (value: T) => readonly Line[],
	width: number,
): readonly Line[] {
	switch (result.state) {
		case 'pending':
			return [[span('Reading…', {dim: true})]];
		case 'failed':
			return failureText(result.failure, width);
		case 'done':
			return show(result.value);
	}
}

function contentsLines(contents: FolderContents, place: string, width: number): readonly Line[] {
	switch (contents.type) {
		case 'both':
			return [
				...paragraph(`${contentsSentence(contents)} Tab chooses both.`, width, {bold: true}),
				blank,
				...labelled('Events', shownPlace(contents.events), width),
				...labelled('Songs', shownPlace(contents.songs), width),
			];
		case 'events':
		case 'songs': {
			const {file, preview} = contents;
			return [
				...paragraph(`${contentsSentence(contents)} Tab chooses them.`, width, {bold: true}),
				blank,
				...paragraph(`The first records of ${nameIn(place, file)}:`, width, {dim: true}),
				...previewLines(preview, width),
			];
		}
		case 'neither':
			return [
				...paragraph(contentsSentence(contents), width, {bold: true}),
				blank,
				...paragraph(safeText(contents.why), width),
			];
	}
}

/** Which records a folder holds, in a sentence. */
export function contentsSentence({type}: FolderContents): string {
	switch (type) {
		case 'both':
			return 'It holds events and songs.';
		case 'events':
		case 'songs':
			return `It holds ${type}.`;
		case 'neither':
			return 'Neither events nor songs.';
	}
}

function previewLines({records, problem}: FilePreview, width: number): readonly Line[] {
	const why = problem === undefined ? [] : paragraph(safeText(problem), width, {color: 'red'});
	if (records.length === 0) return problem === undefined ? [[span('No records.', {dim: true})]] : why;
	return [
		...why,
		...previewText({records})
			.split('\n')
			.map((line): Line => fitLine([span(line)], width)),
	];
}

/** The records of a file, one member on each line and a blank line between records. */
export function previewText({records, problem}: FilePreview): string {
	const texts = records.map(record => {
		const keyWidth = Math.max(0, ...record.map(([key]) => displayWidth(safeText(key))));
		return record
			.map(([key, value]) => `${padWidth(safeText(key), keyWidth)}  ${safeText(value)}`)
			.join('\n');
	});
	return [...texts, ...(problem === undefined ? [] : [safeText(problem)])].join('\n\n');
}

function failureText({message, advice, detail}: Failure, width: number): readonly Line[] {
	return [
		...paragraph(safeText(message), width, {color: 'red', bold: true}),
		...(advice === undefined ? [] : paragraph(safeText(advice), width)),
		...(detail === undefined ? [] : paragraph(safeText(detail), width, {dim: true})),
	];
}

/** A file's path in a folder. */
export function nameIn(place: string, file: string): string {
	return safeText(file.slice(place.length).replace(/^[/\\]/, ''));
}
