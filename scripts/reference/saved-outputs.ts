import {layoutOf, notebookWith, openedCells} from '../../src/notebook/files/notebook-cells.js';
import {parseNotebook} from '../../src/notebook/markdown/notebook-file.js';
import {savedOutputs} from '../../src/notebook/report/markdown-report.js';
import {cellsOf, runCells} from '../../src/notebook/run/run-notebook.js';
import type {Session} from '../../src/warehouse/warehouse.js';

/**
Runs the SQL cells of a page and returns the page with their outputs, saved as the notebook saves them.
@throws Error if a cell fails
*/
export async function withSavedOutputs(
	path: string,
	text: string,
	session: Session,
	parameters: ReadonlyMap<string, string>,
): Promise<string> {
	const file = await parseNotebook(text);
	const results: string[] = [];
	const options = {parameters, maxRows: 1000, isReadOnly: true, signal: new AbortController().signal};
	for await (const [cell, run] of runCells(session, cellsOf(file, path), options)) {
		const last = run.outputs.at(-1);
		if (last?.type === 'error') throw new Error(`${last.failure.where}: ${last.failure.message}`);
		results.push(await savedOutputs(run, cell.chart));
	}
	const layout = layoutOf(file);
	const cells = openedCells(layout).map((cell, id) => ({...cell, id}));
	const sqlCells = cells.filter(({kind}) => kind === 'sql');
	return notebookWith(layout, cells, {
		origins: new Map(cells.map(({id}) => [id, id])),
		outputs: new Map(sqlCells.map(({id}, index) => [id, results[index] ?? ''])),
	});
}
