import {duration} from '../../../format/figures.js';
import {safeText} from '../../../format/safe-text.js';
import {displayWidth, fitWidth, padWidth} from '../../../format/text-width.js';
import type {CellOutput, CellRun} from '../../../notebook/document/cell.js';
import type {Cell, Question, RunningCell} from '../../../notebook/document/document.js';
import type {EditorState} from '../../../notebook/editor.js';
import {countRows} from '../../../notebook/viewport.js';
import type {Display} from '../../state/display.js';
import {blank, fitLine, type Line, lineWidth, span} from '../line.js';
import {spinner, statusMarks} from '../theme.js';
import {editedText, textRows} from './edited-text.js';
import {markdownLines} from './markdown-lines.js';
import {type Block, blockOf, isSame, outputBlocks} from './output-blocks.js';

/** What the lines of a cell depend on, besides the cell. Cheap to compare. */
export type CellView = {
	/** Width of the page, in cells. */
	readonly width: number;
	/** Rows of the screen, a third of which an output may take. */
	readonly screenRows: number;
	readonly display: Display;
	/** Whether the terminal shows more than ASCII. */
	readonly isUnicode: boolean;
	/** Whether more rows of the cell's last result can be fetched. */
	readonly isOpen: boolean;
	/** Set if this is the running cell. */
	readonly running: RunningCell | undefined;
	/** Set if a statement of this cell waits for the user's answer. */
	readonly question: Question | undefined;
	/** Set if this is the cell being edited. */
	readonly editor: EditorState | undefined;
};

/** Cells before the text and outputs of an SQL cell: the mark of the selection, the number, and a blank or the mark of the statement. */
const gutterWidth = 7;
/** Before Markdown, which has no number: the mark of the selection. */
const markWidth = 1;
const rightMargin = 1;

type Layout = Block & {
	/** Line of the first row of the text. */
	readonly textStart: number;
};

type Entry = {readonly view: CellView; readonly layout: Layout; lines?: readonly Line[]};

const cache = new WeakMap<Cell, Entry>();

function entryOf(cell: Cell, view: CellView): Entry {
	const cached = cache.get(cell);
	if (cached !== undefined && isSame(cached.view, view)) return cached;
	const entry = {view, layout: cell.kind === 'sql' ? sqlLayout(cell, view) : markdownLayout(cell, view)};
	cache.set(cell, entry);
	return entry;
}

/** The number of lines of a cell, at least 1. Does not draw them. */
export function cellHeight(cell: Cell, view: CellView): number {
	return entryOf(cell, view).layout.height;
}

/**
The lines of a cell: its name and text, its state and its outputs. The first span of each line is a blank for the mark of
the selection. Returns the same array until something changes.
@param now Ms since 1970; used only for the running cell, which changes with it.
*/
export function cellLines(cell: Cell, view: CellView, now: number): readonly Line[] {
	const entry = entryOf(cell, view);
	entry.lines ??= entry.layout.draw();
	if (view.running === undefined) return entry.lines;
	const line = [mark, span(numberPart('')), ...runningLine(view.running, view.question, now)];
	return entry.lines.with(-1, fitLine(line, view.width));
}

/** Where the text of a cell begins: its line in the cell, and its cell in the line. */
export function textPlace(cell: Cell, view: CellView): {readonly line: number; readonly column: number} {
	return {
		line: entryOf(cell, view).layout.textStart,
		column: cell.kind === 'sql' ? gutterWidth : markWidth,
	};
}

/** Width at which the text of a cell wraps. */
export function textWidth({kind}: Pick<Cell, 'kind'>, {width}: Pick<CellView, 'width'>): number {
	return Math.max(1, width - (kind === 'sql' ? gutterWidth : markWidth) - rightMargin);
}

const mark = span(' ');

function markdownLayout(cell: Cell, view: CellView): Layout {
	const width = textWidth(cell, view);
	const lines =
		view.editor === undefined
			? renderedMarkdown(cell.text, width)
			: editedText(view.editor, 'markdown', width).rows;
	return {...blockOf(lines.map(line => [mark, ...line])), textStart: 0};
}

function renderedMarkdown(text: string, width: number): readonly Line[] {
	const lines = markdownLines(text, width);
	return lines.length > 0 ? lines : [[span('empty Markdown cell', {dim: true})]];
}

function sqlLayout(cell: Cell, view: CellView): Layout {
	const {editor, running} = view;
	const width = textWidth(cell, view);
	const name: readonly Line[] = cell.name === undefined ? [] : [[span(safeText(cell.name), {bold: true})]];
	const edited = editor && editedText(editor, 'sql', width);
	const text: Block =
		edited === undefined
			? {height: countRows(cell.text, width), draw: () => textRows(cell.text, width)}
			: blockOf(edited.rows);
	// `cellLines` replaces the blank by the line of the running cell.
	const blocks = [
		blockOf(name),
		text,
		...resultBlocks(cell, view, width),
		...(running ? [blockOf([blank])] : []),
	];
	const isMarked = (row: number) =>
		edited !== undefined &&
		row - name.length >= edited.statement.from &&
		row - name.length < edited.statement.to;
	return {
		height: blocks.reduce((sum, {height}) => sum + height, 0),
		draw: () =>
			blocks
				.flatMap(block => block.draw())
				.map((line, row): Line => {
					const number = span(numberPart(row === 0 ? numberText(cell, view) : '', isMarked(row)), {
						dim: true,
					});
					return [mark, number, ...line];
				}),
		textStart: name.length,
	};
}

/** The number of the last run, with a star if the text has changed since. */
function numberText({state, number, text, ranText}: Cell, {editor}: CellView): string {
	if (state === 'running') return '[*]';
	if (state === 'queued') return '[…]';
	if (number === undefined) return '[ ]';
	const isChanged = ranText !== undefined && ranText !== (editor?.text ?? text);
	return `[${number}${isChanged ? '*' : ''}]`;
}

function numberPart(text: string, isMarked = false): string {
	const width = gutterWidth - markWidth;
	return isMarked
		? `${padWidth(fitWidth(text, width - 1), width - 1)}▎`
		: padWidth(fitWidth(text, width), width);
}

/** What the runs of a cell have given. */
function resultBlocks(cell: Cell, view: CellView, width: number): readonly Block[] {
	if (cell.isFolded) return foldedBlocks(cell, view);
	if (view.running !== undefined) return runningBlocks(cell, view.running, view, width);
	const {run, previous} = cell;
	if (run === undefined) return savedBlocks(cell, width);
	const blocks = blocksOf(run.outputs, cell, {...view, hasKeys: true}, width);
	const shown = [...blocks, ...(run.state === 'cancelled' ? [cancelledBlock(run)] : [])];
	return [
		...(cell.state === 'stale' ? withReason(shown, cell, width) : shown),
		...(run.state === 'done' || previous === undefined ? [] : previousBlocks(previous, cell, view, width)),
	];
}

function foldedBlocks({run}: Cell, {running}: CellView): readonly Block[] {
	if (run === undefined || running !== undefined) return [];
	const failed =
		run.state === 'failed' ? [span(`${statusMarks.failed.mark} failed · `, {color: 'red'} as const)] : [];
	return [blockOf([[...failed, span('output folded · o shows it', {dim: true})]])];
}

/** Puts why a cell is stale at the start of its last status line, where it moves nothing. An error has no such line. */
function withReason(blocks: readonly Block[], {staleBecause}: Cell, width: number): readonly Block[] {
	const stale = `${statusMarks.stale.mark} stale`;
	const reason = staleBecause === undefined ? stale : `${stale}: ${safeText(staleBecause)}`;
	const last = blocks.at(-1);
	if (last === undefined || last.height === 0) return blocks;
	const draw = () => {
		const [first = [], ...others] = last.draw();
		const room = width - lineWidth(first) - displayWidth(' · ');
		const shown = displayWidth(reason) <= room ? reason : stale;
		return [fitLine([span(shown, staleStyle), span(' · '), ...first], width), ...others];
	};
	return [...blocks.slice(0, -1), {height: last.height, draw}];
}

const staleStyle = {color: 'magenta'} as const;

/** The output saved in the file, as it was. */
function savedBlocks({savedOutput}: Cell, width: number): readonly Block[] {
	if (savedOutput === undefined || savedOutput === '') return [];
	return [dimmed(blockOf([[span('saved output:')], ...markdownLines(savedOutput, width)]))];
}

function cancelledBlock({ms}: CellRun): Block {
	return blockOf([[span(`${statusMarks.skipped.mark} cancelled after ${duration(ms)}`)]]);
}

function previousBlocks(previous: CellRun, cell: Cell, view: CellView, width: number): readonly Block[] {
	const heading: Line = [span(`last successful run: ${dayText(previous.startedAt)}`)];
	const blocks = blocksOf(previous.outputs, cell, {...view, hasKeys: false}, width);
	return [blockOf([heading]), ...blocks].map(dimmed);
}

/**
The outputs of the statements that have ended, then those of the run before for the others, dim. The line of the running
cell takes the place of the last old status line, so that a rerun moves nothing.
*/
function runningBlocks(
	cell: Cell,
	{outputs, purpose}: RunningCell,
	view: CellView,
	width: number,
): readonly Block[] {
	const {run, previous} = cell;
	const before = (run?.state === 'done' ? run : (previous ?? run))?.outputs ?? [];
	const all = purpose === 'more' ? before : [...outputs, ...before.slice(outputs.length)];
	const blocks = blocksOf(all, cell, {...view, hasKeys: false}, width);
	const isOld = (index: number) => purpose === 'run' && index >= outputs.length * 2;
	const isLastOld = purpose === 'more' || outputs.length < all.length;
	return (isLastOld ? blocks.slice(0, -1) : blocks).map((block, index) =>
		isOld(index) ? dimmed(block) : block,
	);
}

/** Two blocks an output: what the statement gave, and its status line. */
function blocksOf(
	outputs: readonly CellOutput[],
	{chart}: Cell,
	view: CellView & {readonly hasKeys: boolean},
	width: number,
): readonly Block[] {
	const {screenRows, display, isUnicode, isOpen, hasKeys} = view;
	const last = outputs.findLastIndex(({type}) => type === 'result');
	return outputs.flatMap((output, index) => {
		const own = index === last ? {hasKeys, isOpen, chart} : {hasKeys: false, isOpen: false, chart: undefined};
		const {body, status} = outputBlocks(output, {width, screenRows, display, isUnicode, ...own});
		return [body, status];
	});
}

function dimmed({height, draw}: Block): Block {
	return {height, draw: () => draw().map(line => line.map(piece => ({...piece, dim: true})))};
}

/** `⠹ running · 3.2 s`, `⠹ statement 2 of 3 · 3.2 s`, `⠹ DELETE 2422 · waits for your answer · 3.2 s` */
function runningLine(running: RunningCell, question: Question | undefined, now: number): Line {
	const {startedAt} = running;
	const what =
		question === undefined ? progressText(running) : `${safeText(question.about)} · waits for your answer`;
	return [span(`${spinner(now)} ${what} · ${duration(now - startedAt)}`, {color: 'magenta'})];
}

function progressText({purpose, statement, statements}: RunningCell): string {
	if (purpose === 'more') return 'fetching more rows';
	return statements > 1 ? `statement ${statement} of ${statements}` : 'running';
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `3 Nov`, in the local time zone. */
function dayText(ms: number): string {
	const date = new Date(ms);
	return `${date.getDate()} ${months[date.getMonth()]}`;
}
