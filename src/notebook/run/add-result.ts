import {UsageError} from '../../errors.js';
import {plural} from '../../format/figures.js';
import type {Row} from '../../warehouse/warehouse.js';
import type {ResultFile} from '../commands/result-file.js';
import type {CellOutput} from '../document/cell.js';
import type {PagedRows} from '../paged-rows.js';

/** Rows per page. */
const pageRows = 1000;

/**
Adds all rows of a result to a file: those held, and those of the open result, which it closes.
@returns the output with a notice of what was added, or why nothing was
@throws StatementError if the rows end in an error, CancelledError
*/
export async function addResult(
	{file, add}: ResultFile,
	output: CellOutput,
	pages: PagedRows | undefined,
	signal: AbortSignal,
): Promise<CellOutput> {
	if (output.type !== 'result') return output;
	let rows = 0;
	async function* all(held: readonly Row[]): AsyncGenerator<readonly Row[]> {
		rows = held.length;
		yield held;
		for (let isComplete = pages === undefined; !isComplete; ) {
			const page = await pages!.take(pageRows);
			rows += page.rows.length;
			yield page.rows;
			isComplete = page.complete;
		}
	}
	const noted = (notice: string): CellOutput => ({...output, notices: [...output.notices, notice]});
	try {
		await add(output.columns, all(output.rows), signal);
		return noted(`Added ${plural(rows, 'row')} to ${file}.`);
	} catch (error) {
		if (error instanceof UsageError) return noted(`Not added to the file of \\o: ${error.message}`);
		throw error;
	} finally {
		await pages?.close();
	}
}
