import {type Failure, UsageError} from '../../errors.js';
import {lineNumber} from '../../sql/positions.js';
import type {Session} from '../../warehouse/warehouse.js';
import type {ChartSpec} from '../charts/chart.js';
import type {CellOutput, CellRun} from '../document/cell.js';
import {parametersOf} from '../document/parameters.js';
import type {NotebookFile} from '../markdown/notebook-file.js';
import {readStatement} from './read-statement.js';
import {type RunCellOptions, runCell} from './run-cell.js';

/** A SQL cell of a file. */
export type NotebookCell = {
	/** From 1, counting SQL cells. */
	readonly number: number;
	readonly file: string;
	/** The line of its first line of SQL. */
	readonly line: number;
	readonly sql: string;
	readonly name: string | undefined;
	readonly chart: ChartSpec | undefined;
};

/** The SQL cells of a notebook, in order. */
export function cellsOf({parts}: NotebookFile, file: string): readonly NotebookCell[] {
	const cells: NotebookCell[] = [];
	let before = 0;
	for (const part of parts) {
		if (part.type === 'sql') {
			const {sql, info} = part.cell;
			const {name, chart} = info;
			cells.push({number: cells.length + 1, file, line: before + 2, sql, name, chart});
		}
		before += lineNumber(part.source, part.source.length) - 1;
	}
	return cells;
}

/**
Checks names and parameters before the first cell runs.
@throws UsageError with the place in the file
*/
export function requireRunnable(
	cells: readonly NotebookCell[],
	file: string,
	parameters: ReadonlyMap<string, string>,
): void {
	if (cells.length === 0)
		throw new UsageError({
			message: `${file} has no SQL cell.`,
			where: file,
			advice: 'A cell is a fence at the root of the file: ```sql, the statements, ```.',
		});
	const names = new Set<string>();
	const used = new Set<string>();
	for (const {sql, name, line} of cells) {
		if (name !== undefined && names.has(name))
			throw new UsageError({
				message: `Two cells are named ${name}.`,
				where: `${file}:${line - 1}`,
				advice: 'Rename one of them.',
			});
		if (name !== undefined) names.add(name);
		for (const {name: parameter, start} of parametersOf(sql)) {
			used.add(parameter);
			if (!parameters.has(parameter))
				throw new UsageError({
					message: `The parameter :${parameter} has no value.`,
					where: `${file}:${line + lineNumber(sql, start) - 1}`,
					advice: `Set it with --set ${parameter}=VALUE.`,
				});
		}
	}
	for (const name of parameters.keys())
		if (!used.has(name))
			throw new UsageError({
				message: `No cell of ${file} uses the parameter :${name}.`,
				advice: used.size === 0 ? 'It has no parameters.' : `It uses :${[...used].join(', :')}.`,
			});
}

export type RunCellsOptions = Pick<RunCellOptions, 'parameters' | 'signal'> & {
	/** Rows of a result to keep. */
	readonly maxRows: number;
	/** Whether the engine must refuse changes. */
	readonly isReadOnly: boolean;
};

/** Runs the cells in order, up to the first that fails or is cancelled. Never throws: a failure is the last output. */
export async function* runCells(
	session: Session,
	cells: readonly NotebookCell[],
	{maxRows, isReadOnly, ...options}: RunCellsOptions,
): AsyncGenerator<readonly [NotebookCell, CellRun]> {
	const named = new Map(cells.flatMap(({name, sql}) => (name === undefined ? [] : [[name, sql] as const])));
	const run = async (sql: string) => {
		const {output, pages} = await readStatement(session, sql, {maxRows, isReadOnly, signal: options.signal});
		await pages?.close();
		return output;
	};
	for (const cell of cells) {
		const {outputs, ...ended} = await runCell(session, cell.sql, {...options, cells: named, run});
		const ran = {...ended, outputs: outputs.map(output => withPlace(output, cell))};
		const isOpen = ran.state === 'done' && session.transactionState !== 'none';
		yield [cell, isOpen ? {...ran, state: 'failed', outputs: [...ran.outputs, leftOpen(cell)]} : ran];
		if (isOpen || ran.state !== 'done') return;
	}
}

/** Adds the place in the file to a failure. */
function withPlace(output: CellOutput, {file, line, sql}: NotebookCell): CellOutput {
	if (output.type !== 'error' || output.failure.where !== undefined) return output;
	const {text, offset} = output.failure.sql ?? {};
	const failed = line + (text === sql && offset !== undefined ? lineNumber(sql, offset) - 1 : 0);
	return {...output, failure: {...output.failure, where: `${file}:${failed}`}};
}

function leftOpen({file, line, sql}: NotebookCell): CellOutput {
	const failure: Failure = {
		message: 'The cell ended inside a transaction, so its changes were rolled back.',
		where: `${file}:${line}`,
		advice: 'End the cell with COMMIT.',
	};
	return {type: 'error', sql, failure, notices: [], ms: 0};
}
