import {count, duration, plural} from '../../../format/figures.js';
import {safeLines, safeText} from '../../../format/safe-text.js';
import {displayWidth, fitWidth, padWidth, wrapText} from '../../../format/text-width.js';
import type {ChartSpec} from '../../../notebook/charts/chart.js';
import {chartNames} from '../../../notebook/charts/chart-data.js';
import {type ChartLine, drawChart} from '../../../notebook/charts/draw-chart.js';
import {isCommandLine} from '../../../notebook/commands/command-line.js';
import type {CellOutput} from '../../../notebook/document/cell.js';
import {canHoldMore} from '../../../notebook/document/release-rows.js';
import {explainMarks, type PlanMarks} from '../../../notebook/explain-marks.js';
import {type ShownOutput, shownOutputs} from '../../../notebook/report/report.js';
import {columnSizes, maxTableRows, type ResultTable, resultTable} from '../../../notebook/result-table.js';
import {shortenDouble, shownText, valueText} from '../../../notebook/value-text.js';
import {firstWord} from '../../../sql/statement-kind.js';
import type {Row} from '../../../warehouse/warehouse.js';
import type {Display} from '../../state/display.js';
import {failureLines} from '../card/failure-lines.js';
import {fitLine, flowParts, type Line, lineWidth, type Span, span} from '../line.js';
import type {Color} from '../theme.js';

/** Lines whose number is known before they are drawn, so that a page can be laid out without drawing all of it. */
export type Block = {readonly height: number; readonly draw: () => readonly Line[]};

/** An output: what the statement gave, and the line below that says what is shown. An error has no such line. */
export type OutputBlocks = {readonly body: Block; readonly status: Block};

export type OutputView = {
	/** Available cells. */
	readonly width: number;
	/** Rows of the screen. */
	readonly screenRows: number;
	readonly display: Display;
	/** Whether the terminal shows more than ASCII. */
	readonly isUnicode: boolean;
	/** Whether the keys for a result act on it. */
	readonly hasKeys: boolean;
	/** Whether more of its rows can be fetched from the open result. */
	readonly isOpen: boolean;
	/** Drawn in place of the table. */
	readonly chart: ChartSpec | undefined;
};

type Result = Extract<CellOutput, {readonly type: 'result'}>;

export function blockOf(lines: readonly Line[]): Block {
	return {height: lines.length, draw: () => lines};
}

const cache = new WeakMap<CellOutput, {readonly view: OutputView; readonly blocks: OutputBlocks}>();

/** Lays out an output. */
export function outputBlocks(output: CellOutput, view: OutputView): OutputBlocks {
	const cached = cache.get(output);
	if (cached !== undefined && isSame(cached.view, view)) return cached.blocks;
	const blocks = layOut(output, view);
	cache.set(output, {view, blocks});
	return blocks;
}

/** Whether two objects have the same properties. */
export function isSame<T extends object>(a: T, b: T): boolean {
	return a === b || (Object.keys(a) as (keyof T)[]).every(key => a[key] === b[key]);
}

function layOut(output: CellOutput, view: OutputView): OutputBlocks {
	const notices = output.notices.flatMap(notice =>
		wrapText(safeLines(notice).replaceAll('\t', ' '), view.width).map(
			(text): Line => [span(text, {dim: true})],
		),
	);
	switch (output.type) {
		case 'message':
			return {
				body: blockOf(notices),
				status: blockOf(caption([safeText(output.tag), ...timeText(output, view)], view.width)),
			};
		case 'error':
			return {
				body: blockOf([...notices, ...failureLines(output.failure, view.width)]),
				status: blockOf([]),
			};
		case 'result':
			return resultBlocks(output, notices, view);
	}
}

function resultBlocks(output: Result, notices: readonly Line[], view: OutputView): OutputBlocks {
	if (output.isReleased) {
		const line: Line = [span(`rows released${view.hasKeys ? ' · r runs it again' : ''}`)];
		return {body: blockOf(notices), status: blockOf([line])};
	}
	const [shown] = shownOutputs({outputs: [output]}, view.chart);
	if (shown?.data !== undefined) return chartBlocks(output, shown, shown.data, notices, view);
	const records = output.sql === '\\?' ? commandList(output, view.width) : recordsOf(output, view);
	const rows = records?.rows ?? shownRows(output.rows.length, view.screenRows);
	let drawn: ResultTable | undefined;
	const table = () => (drawn ??= layOutTable(output, rows, view.width));
	const noChart = (shown?.notes ?? []).flatMap(note =>
		wrapText(safeText(note), view.width).map((text): Line => [span(text)]),
	);
	const status = (hiddenColumns: () => number): Block => ({
		height: 1 + noChart.length,
		draw: () => [statusLine(output, rows, hiddenColumns(), view), ...noChart],
	});
	if (records !== undefined) return {body: blockOf([...notices, ...records.lines]), status: status(() => 0)};
	return {
		body: {
			height: notices.length + 1 + rows,
			draw: () => {
				const marks = explainMarks(output.sql, output.rows);
				return [...notices, ...withMarks(tableLines(table()), marks, view.width)];
			},
		},
		status: status(() => table().hiddenRight),
	};
}

/** The rows of a result that the page shows. */
export function rowsOnPage(
	output: Result,
	view: Pick<OutputView, 'width' | 'screenRows' | 'display' | 'chart'>,
): readonly Row[] {
	const {rows} = output;
	if (view.chart !== undefined) return rows;
	return rows.slice(0, recordsOf(output, view)?.rows ?? shownRows(rows.length, view.screenRows));
}

const maxCompleteRows = 12;
const minRows = 5;

/** Rows of a result that the page shows: all of a few, otherwise as many as fit a third of the screen. */
function shownRows(held: number, screenRows: number): number {
	if (held <= maxCompleteRows) return held;
	return Math.min(held, maxTableRows, Math.max(minRows, Math.floor(screenRows / 3)));
}

/** Between two columns. */
const border = ' │ ';
/** `resultTable` reserves a border on both sides, and a blank within. */
const frameWidth = 4;

/** The widths are those of the rows shown, so that no frame measures thousands. */
function layOutTable({columns, rows}: Result, shown: number, width: number): ResultTable {
	const first = rows.slice(0, shown);
	const window = {firstRow: 0, firstColumn: 0, width: width + frameWidth, height: shown};
	return resultTable(columns, first, columnSizes(columns, first), window);
}

function tableLines({columns, rows}: ResultTable): readonly Line[] {
	const heading = columns.map(({header}) => header).join(border);
	return [
		[span(heading.trimEnd(), {bold: true})],
		...rows.map(({cells}): Line => {
			const pieces: Span[] = [];
			for (const [index, {text, isNull}] of cells.entries()) {
				const before = index === 0 ? '' : border;
				if (isNull) pieces.push(span(before), span(text, {dim: true}));
				else pieces.push(span(before + text));
			}
			return pieces;
		}),
	];
}

/** Marks the costly steps of a plan at the ends of their lines, which are cut to make room. */
function withMarks(lines: readonly Line[], marks: PlanMarks, width: number): readonly Line[] {
	return lines.map((line, index) => {
		const mark = marks.get(index - 1);
		if (mark === undefined) return line;
		const end = span(`  ${safeText(mark)}`, {bold: true, color: 'magenta'});
		const text = line
			.map(piece => piece.text)
			.join('')
			.trimEnd();
		return fitLine([...fitLine([span(text)], Math.max(1, width - lineWidth([end]))), end], width);
	});
}

type Records = {
	/** How many rows they are. */
	readonly rows: number;
	readonly lines: readonly Line[];
};

/** Lines of a value, at most. */
const maxValueLines = 5;

/** The first rows as records, if they are to be shown so: as many as fit a third of the screen. Not of a plan or a command. */
function recordsOf(
	output: Result,
	{display, width, screenRows}: Pick<OutputView, 'display' | 'width' | 'screenRows'>,
): Records | undefined {
	const {columns, rows, sql} = output;
	if (display.expanded === 'off' || rows.length === 0 || columns.length === 0) return undefined;
	if (isCommandLine(sql) || firstWord(sql) === 'explain') return undefined;
	const isFitting = () => layOutTable(output, shownRows(rows.length, screenRows), width).hiddenRight === 0;
	if (display.expanded === 'auto' && isFitting()) return undefined;
	const maxLines = Math.max(maxCompleteRows, Math.floor(screenRows / 3));
	const names = columns.map(({name}) => fitWidth(shownText(name), Math.floor(width / 3)));
	const nameWidth = Math.max(...names.map(displayWidth));
	const lines: Line[] = [];
	for (const [index, row] of rows.entries()) {
		const record = [recordHeading(index + 1, nameWidth, width), ...recordLines(names, row, nameWidth, width)];
		if (index > 0 && lines.length + record.length > maxLines) return {rows: index, lines};
		lines.push(...record);
	}
	return {rows: rows.length, lines};
}

/** `─[ RECORD 1 ]─┬────` */
function recordHeading(number: number, nameWidth: number, width: number): Line {
	const title = `─[ RECORD ${count(number)} ]`;
	const left = title.padEnd(nameWidth + 1, '─');
	const isLong = displayWidth(left) > nameWidth + 1;
	return fitLine([span(`${left}${isLong ? '─' : '┬'}`.padEnd(Math.min(width, nameWidth + 30), '─'))], width);
}

function recordLines(names: readonly string[], row: Row, nameWidth: number, width: number): readonly Line[] {
	const valueWidth = Math.max(1, width - nameWidth - border.length);
	return names.flatMap((name, index) => {
		const value = shortenDouble(row[index]);
		const isNull = value === null || value === undefined;
		const text = isNull ? 'NULL' : safeLines(valueText(value)!).replaceAll('\t', ' ');
		// Wrapping all of a large value would take long.
		const wrapped = wrapText(text.slice(0, valueWidth * (maxValueLines + 1)), valueWidth);
		const isCut = wrapped.length > maxValueLines;
		return wrapped.slice(0, maxValueLines).map((part, line): Line => {
			const label = padWidth(line === 0 ? name : '', nameWidth);
			const shown = isCut && line === maxValueLines - 1 ? fitWidth(`${part}…`, valueWidth) : part;
			return [span(label, {bold: true}), span(border), span(shown, isNull ? {dim: true} : {})];
		});
	});
}

const usageWidth = 24;

/** All commands, with what they do in full. */
function commandList({rows}: Result, width: number): Records {
	const lines = rows.flatMap(([usage, help]): readonly Line[] => {
		const wrapped = wrapText(String(help), Math.max(1, width - usageWidth));
		const isLong = displayWidth(String(usage)) >= usageWidth;
		const label = span(padWidth(String(usage), usageWidth), {bold: true});
		return [
			...(isLong ? wrapText(String(usage), width).map((part): Line => [span(part, {bold: true})]) : []),
			...wrapped.map(
				(part, index): Line => [index === 0 && !isLong ? label : span(' '.repeat(usageWidth)), span(part)],
			),
		];
	});
	return {rows: rows.length, lines};
}

function timeText({ms}: CellOutput, {display}: OutputView): readonly string[] {
	return display.hasTimes ? [duration(ms)] : [];
}

/** What is shown of a result, what is not, and the keys that show it, on one line. */
function statusLine(output: Result, shown: number, hiddenColumns: number, view: OutputView): Line {
	const isCut = shown < output.rows.length || hiddenColumns > 0;
	const {hasKeys, width} = view;
	const what = [
		rowsText(output, shown),
		...(hiddenColumns > 0 ? [`${plural(hiddenColumns, 'column')} hidden`] : []),
	];
	const time = timeText(output, view);
	const closed = closedText(output);
	const more = moreText(output, view);
	const space = isCut && hasKeys;
	const texts = [
		[...what, ...time, ...closed, ...more, ...(space ? ['Space shows all'] : [])],
		[...what, ...closed, ...more, ...(space ? ['Space shows all'] : [])],
		[...what, ...moreText(output, view, 'short'), ...(space ? ['Space all'] : [])],
	].map(parts => parts.join(' · '));
	return fitLine([span(texts.find(text => displayWidth(text) <= width) ?? texts.at(-1)!)], width);
}

function rowsText({rows, isComplete}: Result, shown: number): string {
	const held = plural(rows.length, 'row');
	if (shown === rows.length) return isComplete ? held : `first ${held}`;
	return isComplete ? `first ${count(shown)} of ${held}` : `${count(shown)} of the first ${held}`;
}

function closedText({closedAfterMs}: Result): readonly string[] {
	return closedAfterMs === undefined
		? []
		: [`closed after ${Math.round(closedAfterMs / 1000)} s without use`];
}

function moreText(
	{isComplete, rows}: Result,
	{hasKeys, isOpen}: OutputView,
	form: 'sentence' | 'short' = 'sentence',
): readonly string[] {
	if (isComplete || !hasKeys) return [];
	if (!canHoldMore(rows)) return [form === 'short' ? 'E export' : 'E exports all'];
	if (form === 'short') return [isOpen ? 'm more' : 'm again'];
	return [isOpen ? 'm fetches more' : 'm runs it again'];
}

const minChartHeight = 12;

function chartBlocks(
	output: Result,
	{notes}: ShownOutput,
	data: NonNullable<ShownOutput['data']>,
	notices: readonly Line[],
	view: OutputView,
): OutputBlocks {
	const {width, screenRows, isUnicode} = view;
	const height = Math.max(minChartHeight, Math.floor(screenRows / 3));
	const drawn = drawChart(data, {width, height, isUnicode});
	const parts = [
		chartNames[data.type],
		rowsText(output, output.rows.length),
		...timeText(output, view),
		...notes.map(safeText),
		...drawn.notes,
		...closedText(output),
		...moreText(output, view),
	];
	return {
		body: blockOf([...notices, ...drawn.lines.map(chartLine)]),
		status: blockOf(caption(parts, width)),
	};
}

const seriesColors: readonly Color[] = ['cyan', 'magenta', 'green', 'red'];

function chartLine(pieces: ChartLine): Line {
	return pieces.map(({text, series, dim}) =>
		span(text, {
			...(series !== undefined && {color: seriesColors[series % seriesColors.length]!}),
			...(dim && {dim}),
		}),
	);
}

function caption(parts: readonly string[], width: number): readonly Line[] {
	return flowParts(parts, width).flatMap(text => wrapText(text, width).map((part): Line => [span(part)]));
}
