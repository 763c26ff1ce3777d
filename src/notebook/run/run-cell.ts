import {CancelledError, type Failure, toFailure} from '../../errors.js';
import {type Statement, splitStatements} from '../../sql/split-statements.js';
import type {Session} from '../../warehouse/warehouse.js';
import type {CellOutput, CellRun} from '../document/cell.js';
import {type Edit, offsetBefore, withParameters} from '../document/parameters.js';
import {type Expanded, expandReferences, type NamedCells, placeOf} from '../document/references.js';

export type RunCellOptions = {
	readonly cells: NamedCells;
	/** Values of parameters, by name. */
	readonly parameters: ReadonlyMap<string, string>;
	readonly signal: AbortSignal;
	/** Runs one statement. @throws StatementError, CancelledError */
	readonly run: (sql: string, isLast: boolean) => Promise<CellOutput>;
	/** Called after each statement. */
	readonly onOutput?: (output: CellOutput) => void;
};

/**
Runs statements of a cell in order, up to the first failure or until the signal aborts. Never rejects: a failure is the
last output, with its place in the cell, or the name of the cell it comes from.
@param text The text of the cell.
*/
export async function runCell(
	session: Session,
	text: string,
	options: RunCellOptions,
	statements: readonly Statement[] = splitStatements(text),
): Promise<CellRun> {
	const started = performance.now();
	const startedAt = Date.now();
	const outputs: CellOutput[] = [];
	const add = (output: CellOutput) => {
		outputs.push(output);
		options.onOutput?.(output);
	};
	const end = (state: CellRun['state']): CellRun => ({
		state,
		startedAt,
		ms: performance.now() - started,
		outputs,
	});
	for (const statement of statements) {
		if (options.signal.aborted) return end('cancelled');
		const began = performance.now();
		let expanded: Expanded | undefined;
		let edits: readonly Edit[] = [];
		try {
			expanded = expandReferences(statement.text, options.cells);
			const filled = withParameters(expanded.sql, options.parameters);
			edits = filled.edits;
			add(await options.run(filled.sql, statement === statements.at(-1)));
		} catch (error) {
			const ms = performance.now() - began;
			const notices = session.takeNotices();
			if (options.signal.aborted || error instanceof CancelledError) return end('cancelled');
			const failure = placed(toFailure(error), text, statement, expanded, edits);
			add({type: 'error', sql: statement.text, failure, notices, ms});
			return end('failed');
		}
	}
	return end('done');
}

/** Translates the place of a failure to the cell, or to the cell that the failing part was taken from. */
function placed(
	failure: Failure,
	sql: string,
	{start, text}: Statement,
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
