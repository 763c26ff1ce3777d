import {plural} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import {stageIds} from '../../star/stages.js';
import {idleCommands, keyMode} from '../state/key-mode.js';
import type {Mode} from '../state/mode.js';
import type {Snapshot} from '../state/snapshot.js';
import {detailLines, folderLines} from './browse-lines.js';
import {cardLines} from './card/card-lines.js';
import {dryRunLines} from './dry-run-lines.js';
import {fileTextLines} from './file-text-lines.js';
import {footerLines} from './footer-lines.js';
import {helpLines} from './help-lines.js';
import {frame, textView} from './layout.js';
import {blank, fitLine, type Line, lineWidth, span, spread} from './line.js';
import {sqlLines} from './sql-lines.js';
import {stageList} from './stage-list.js';
import type {StageTexts} from './stage-texts.js';
import {chosenDataLines, startLines} from './start-lines.js';
import {answersLines, checksLines, questionLines} from './warehouse-setup-lines.js';

/** Descriptions of the load that don't change. */
export type LoadInfo = {
	/** Display names of the warehouse and the source. */
	readonly warehouse: string;
	readonly source: string;
	/** The name of the warehouse, if it has one. */
	readonly profile?: {readonly name: string; readonly isProduction: boolean} | undefined;
	readonly texts: StageTexts;
};

/** Program, warehouse and source; at the right the state of what is shown. */
export function header({size}: Snapshot, {warehouse, source, profile}: LoadInfo, right: Line): Line {
	const isProduction = profile?.isProduction === true;
	const title: Line = [
		span(' sparkify-tui', {bold: true, color: isProduction ? 'red' : 'cyan'}),
		...(isProduction ? [span('   '), span(' PRODUCTION ', {bold: true, inverse: true, color: 'red'})] : []),
		...(profile === undefined ? [] : [span(`   ${safeText(profile.name)}`, {bold: true})]),
		span(`   ${safeText(warehouse)}`),
		span(' ← ', {dim: true}),
		span(safeText(source)),
	];
	return spread(title, right, size.columns);
}

/** The name of the notebook's file, marked if it has unsaved changes; empty without a file. */
export function fileMark({file}: Snapshot): string {
	return file.name === undefined ? '' : `${safeText(file.name)}${file.isDirty ? ' •' : ''}`;
}

/** The header of the stages: the notebook's file and the number of finished stages. */
function stagesHeader(state: Snapshot, loadInfo: LoadInfo): Line {
	const done = stageIds.filter(id => state.load.stages[id].type === 'done').length;
	const name = fileMark(state);
	return header(state, loadInfo, [
		...(name === '' ? [] : [span(`${name}   `)]),
		span(`${done} of ${stageIds.length} done `, {dim: true}),
	]);
}

/** The stage list and the card of the selected stage. */
export function loadScreen(state: Snapshot, loadInfo: LoadInfo): readonly Line[] {
	const {body, wide, sidebar, card, columns} = frame(state.size);
	const list = stageList(state, wide, body);
	const side = cardLines(state, loadInfo.texts, card, body);
	return [
		stagesHeader(state, loadInfo),
		rule(columns, sidebar, '┬'),
		...list.map((line, i) => joinColumns(line, side[i] ?? blank, sidebar)),
		rule(columns, sidebar, '┴'),
		...footer(state),
	];
}

/** The same for a screen reader, which reads row by row: the list, then the card. */
export function spokenLoadScreen(state: Snapshot, loadInfo: LoadInfo): readonly Line[] {
	const {body, wide, card} = frame(state.size);
	return [
		stagesHeader(state, loadInfo),
		...stageList(state, wide, body),
		...cardLines(state, loadInfo.texts, card, body),
		...footer(state),
	];
}

/** Modes that show a text. */
type TextMode = Extract<Mode, {type: 'sql-text' | 'file-text' | 'dry-run' | 'help'}>;

/** A text at full height: a stage's SQL, its dry run, or the help. */
export function textScreen(state: Snapshot, mode: TextMode, loadInfo: LoadInfo): readonly Line[] {
	const {width, height} = textView(state.size);
	const {title, lines} = textOf(state, mode, loadInfo, width);
	const shown = lines.slice(mode.top, mode.top + height);
	const last = Math.min(lines.length, mode.top + height);
	const place =
		lines.length <= height
			? plural(lines.length, 'line')
			: `lines ${mode.top + 1}–${last} of ${lines.length}`;
	const aside =
		state.notice === undefined
			? span(`${place} `, {dim: true})
			: span(`${state.notice} `, {color: 'magenta'});
	return [
		stagesHeader(state, loadInfo),
		rule(state.size.columns),
		spread([span(` ${title}`, {bold: true})], [aside], state.size.columns),
		...fill(
			shown.map(line => [span(' '), ...line]),
			height,
		),
		rule(state.size.columns),
		...footer(state),
	];
}

function textOf(
	{load, keys}: Snapshot,
	mode: TextMode,
	{texts}: LoadInfo,
	width: number,
): {readonly title: string; readonly lines: readonly Line[]} {
	switch (mode.type) {
		case 'help':
			return {title: 'All keys', lines: helpLines(mode.back, width, keys)};
		case 'sql-text':
			return {title: mode.title, lines: sqlLines(mode.text, width)};
		case 'file-text':
			return {title: mode.title, lines: fileTextLines(mode.text, width)};
		case 'dry-run':
			return {
				title: `Dry run: ${texts[mode.stage].title}`,
				lines: dryRunLines(load.dryRuns[mode.stage], width),
			};
	}
}

/** Modes of the first run other than the browser. */
export type SetupMode = Extract<
	Mode,
	{type: 'start' | 'use-data' | 'setup-question' | 'setup-checks' | 'setup-answers'}
>;

/** The choices of the first run, the question about the chosen files, or the questions about a warehouse. */
export function setupScreen(state: Snapshot, mode: SetupMode, loadInfo: LoadInfo): readonly Line[] {
	const {columns, body} = frame(state.size);
	const lines = setupLines(mode, loadInfo, columns - 6, body - 1);
	const notice =
		state.notice === undefined ? blank : [span(`   ${state.notice}`, {color: 'magenta'} as const)];
	return [
		[span(' sparkify-tui', {bold: true, color: 'cyan'})],
		rule(columns),
		...fill(
			lines.map(line => [span('   '), ...line]),
			body - 1,
		),
		notice,
		rule(columns),
		...footer(state),
	];
}

function setupLines(mode: SetupMode, {warehouse}: LoadInfo, width: number, height: number): readonly Line[] {
	switch (mode.type) {
		case 'start':
			return startLines(mode, width, height);
		case 'use-data':
			return chosenDataLines(mode, safeText(warehouse), width);
		case 'setup-question':
			return questionLines(mode, width);
		case 'setup-checks':
			return checksLines(mode, width, height);
		case 'setup-answers':
			return answersLines(mode, width, height);
	}
}

/** The folder being browsed, and what its selected entry holds. */
export function browseScreen(
	state: Snapshot,
	mode: Extract<Mode, {type: 'browse'}>,
	loadInfo: LoadInfo,
): readonly Line[] {
	const {body, sidebar, card, columns} = frame(state.size);
	const list = folderLines(mode, sidebar, body);
	const side = detailLines(mode, state.notice, card, body);
	return [
		header(state, loadInfo, [span('files ', {dim: true})]),
		rule(columns, sidebar, '┬'),
		...side.map((line, i) => joinColumns(list[i] ?? blank, line, sidebar)),
		rule(columns, sidebar, '┴'),
		...footer(state),
	];
}

/** The keys that currently apply. */
export function footer(state: Snapshot): readonly Line[] {
	const {columns, footer: height} = frame(state.size);
	const lines = footerLines(keyMode(state), columns - 2, height, idleCommands(state), state.keys);
	return fill(
		lines.map(line => [span(' '), ...line]),
		height,
	);
}

/** A rule across the screen, with a joint where the divider between list and card meets it. */
export function rule(columns: number, joint?: number, character = '─'): Line {
	if (joint === undefined) return [span('─'.repeat(columns), {dim: true})];
	return [span(`${'─'.repeat(joint)}${character}${'─'.repeat(columns - joint - 1)}`, {dim: true})];
}

/** Cuts or pads to exactly `height` lines. */
export function fill(lines: readonly Line[], height: number): readonly Line[] {
	return [
		...lines.slice(0, height),
		...Array.from({length: Math.max(0, height - lines.length)}, () => blank),
	];
}

function joinColumns(left: Line, right: Line, leftWidth: number): Line {
	const fitted = fitLine(left, leftWidth);
	return [...fitted, span(' '.repeat(leftWidth - lineWidth(fitted))), span('│ ', {dim: true}), ...right];
}
