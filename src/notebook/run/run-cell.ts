import {CancelledError, type Failure, toFailure} from '../../errors.js';
import {splitStatements} from '../../sql/split-statements.js';
import type {Session} from '../../warehouse/warehouse.js';
import type {CellOutput, CellRun} from '../document/cell.js';
import {type Edit, offsetBefore, withParameters} from '../document/parameters.js';
import {type Expanded, expandReferences, type NamedCells, placeOf} from '../document/references.js';
import {PagedRows} from '../paged-rows.js';

export type RunCellOptions = {
	readonly cells: NamedCells;
	/** Values of parameters, by name. */
	readonly parameters: ReadonlyMap<string, string>;
	/** Rows of a result to keep. */
	readonly maxRows: number;
	/** Whether the engine must refuse changes. */
	readonly isReadOnly: boolean;
	readonly signal: AbortSignal;
};

/**
Runs the statements of a cell in order, up to the first failure. Never rejects: a failure is the last output, with its
place in the cell, or the name of the cell it comes from.
*/
export async function runCell(session: Session, sql: string, options: RunCellOptions): Promise<CellRun> {
	const started = performance.now();
	const startedAt = Date.now();
	const outputs: CellOutput[] = [];
	const end = (state: CellRun['state']): CellRun => ({
		state,
		startedAt,
		ms: performance.now() - started,
		outputs,
	});
	for (const {text, start} of splitStatements(sql)) {
		const began = performance.now();
		let expanded: Expanded | undefined;
		let edits: readonly Edit[] = [];
		try {
			expanded = expandReferences(text, options.cells);
			const filled = withParameters(expanded.sql, options.parameters);
			edits = filled.edits;
			outputs.push(await runStatement(session, filled.sql, options));
		} catch (error) {
			const ms = performance.now() - began;
			const notices = session.takeNotices();
			if (options.signal.aborted || error instanceof CancelledError) return end('cancelled');
			const failure = placed(toFailure(error), {sql, start, text}, expanded, edits);
			outputs.push({type: 'error', sql: text, failure, notices, ms});
			return end('failed');
		}
	}
	return end('done');
}

async function runStatement(
	session: Session,
	sql: string,
	{maxRows, isReadOnly, signal}: RunCellOptions,
): Promise<CellOutput> {
	const began = performance.now();
	const {columns, command, rows} = await session.query(sql, {signal, isReadOnly});
	const pages = new PagedRows(rows);
	try {
		const page = await pages.take(maxRows);
		const common = {sql, notices: session.takeNotices(), ms: performance.now() - began};
		if (command !== null) return {type: 'message', tag: command, ...common};
		return {type: 'result', columns, rows: page.rows, isComplete: page.complete, ...common};
	} finally {
		await pages.close();
	}
}

/** Translates the place of a failure to the cell, or to the cell that the failing part was taken from. */
function placed(
	failure: Failure,
	{sql, start, text}: {readonly sql: string; readonly start: number; readonly text: string},
	expanded: Expanded | undefined,
	edits: readonly Edit[],
): Failure {
	const {text: failed, offset} = failure.sql ?? {};
	if (offset === undefined) return failure;
	// Found while references were replaced, in this statement or in one that it refers to.
	if (expanded === undefined)
		return failed === text ? {...failure, sql: {text: sql, offset: start + offset}} : failure;
	const place = placeOf(expanded, offsetBefore(offset, edits));
	if (place.cell === undefined) return {...failure, sql: {text: sql, offset: start + place.offset}};
	const origin = expanded.queries.get(place.cell) ?? '';
	return {...failure, where: `cell ${place.cell}`, sql: {text: origin, offset: place.offset}};
}
