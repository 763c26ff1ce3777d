import type {Row} from '../../warehouse/warehouse.js';
import type {CellOutput, CellRun} from './cell.js';
import type {Cell, CellId, Document} from './document.js';

/** Limits of the rows held by all outputs. */
const maxRows = 200_000;
const maxBytes = 64 * 1024 * 1024;

/** Rows of a result that are measured to estimate its size. */
const sampleRows = 20;

type Size = {readonly rows: number; readonly bytes: number};

/**
Drops rows of the oldest outputs until the rest is within the limits. Those of the protected cells, of the open result and
of `current` stay.
*/
export function releaseRows(document: Document, current?: CellId): Document {
	let {rows, bytes} = total(heldRuns(document));
	if (isWithin(rows, bytes)) return document;
	const kept = new Set([...document.protectedIds, document.open, current]);
	const released = new Set<CellRun>();
	const oldestFirst = heldRuns(document).sort((a, b) => a.run.startedAt - b.run.startedAt);
	for (const held of oldestFirst) {
		if (isWithin(rows, bytes)) break;
		const size = sizeOf(held.run);
		if (size.rows === 0 || kept.has(held.id)) continue;
		released.add(held.run);
		rows -= size.rows;
		bytes -= size.bytes;
	}
	if (released.size === 0) return document;
	const change = (cell: Cell): Cell => ({
		...cell,
		...(cell.run !== undefined && released.has(cell.run) && {run: withoutRows(cell.run)}),
		...(cell.previous !== undefined && released.has(cell.previous) && {previous: withoutRows(cell.previous)}),
	});
	const holds = ({run, previous}: Cell) =>
		(run !== undefined && released.has(run)) || (previous !== undefined && released.has(previous));
	return {
		...document,
		cells: document.cells.map(cell => (holds(cell) ? change(cell) : cell)),
		deleted: document.deleted.map(entry =>
			holds(entry.cell) ? {...entry, cell: change(entry.cell)} : entry,
		),
	};
}

/** Whether more rows of a result can be held; those of a cell that is selected are never released. */
export function canHoldMore(rows: readonly Row[]): boolean {
	return rows.length < maxRows && bytesOf(rows) < maxBytes;
}

function isWithin(rows: number, bytes: number): boolean {
	return rows <= maxRows && bytes <= maxBytes;
}

type HeldRun = {readonly id: CellId; readonly run: CellRun};

function heldRuns({cells, deleted}: Document): HeldRun[] {
	return [...cells, ...deleted.map(({cell}) => cell)].flatMap(({id, run, previous}) =>
		[run, previous].flatMap(held => (held === undefined ? [] : [{id, run: held}])),
	);
}

function total(runs: readonly HeldRun[]): Size {
	const sizes = runs.map(({run}) => sizeOf(run));
	return {
		rows: sizes.reduce((sum, {rows}) => sum + rows, 0),
		bytes: sizes.reduce((sum, {bytes}) => sum + bytes, 0),
	};
}

function sizeOf({outputs}: CellRun): Size {
	const results = outputs.flatMap(output => (output.type === 'result' ? [output.rows] : []));
	return {
		rows: results.reduce((sum, rows) => sum + rows.length, 0),
		bytes: results.reduce((sum, rows) => sum + bytesOf(rows), 0),
	};
}

const measured = new WeakMap<readonly Row[], number>();

function bytesOf(rows: readonly Row[]): number {
	const known = measured.get(rows);
	if (known !== undefined) return known;
	const step = Math.max(1, Math.floor(rows.length / sampleRows));
	const sample = Array.from({length: Math.ceil(rows.length / step)}, (_, index) => rows[index * step]!);
	const bytes = (sample.reduce((sum, row) => sum + rowBytes(row), 0) / (sample.length || 1)) * rows.length;
	measured.set(rows, bytes);
	return bytes;
}

/** V8 takes some 32 bytes for an array, 8 for each item, and 16 besides the characters for a string. */
function rowBytes(row: Row): number {
	return row.reduce<number>(
		(sum, value) => sum + 8 + (typeof value === 'string' ? 16 + value.length : 8),
		32,
	);
}

function withoutRows(run: CellRun): CellRun {
	return {
		...run,
		outputs: run.outputs.map(
			(output): CellOutput =>
				output.type === 'result' && output.rows.length > 0
					? {...output, rows: [], isComplete: false, isReleased: true}
					: output,
		),
	};
}
