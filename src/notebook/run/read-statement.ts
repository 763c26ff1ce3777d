import type {QueryOptions, Session} from '../../warehouse/warehouse.js';
import type {CellOutput} from '../document/cell.js';
import {PagedRows} from '../paged-rows.js';

export type ReadStatement = {
	readonly output: CellOutput;
	/** The open result, if it has more rows. The caller closes it. */
	readonly pages: PagedRows | undefined;
};

/**
Runs one statement and reads its first rows.
@param maxRows Rows to read at most.
@throws StatementError, CancelledError; the result is then closed
*/
export async function readStatement(
	session: Session,
	sql: string,
	{maxRows, ...options}: QueryOptions & {readonly maxRows: number},
): Promise<ReadStatement> {
	const began = performance.now();
	const {columns, command, rows} = await session.query(sql, options);
	const pages = new PagedRows(rows);
	try {
		const page = await pages.take(maxRows);
		const common = {sql, notices: session.takeNotices(), ms: performance.now() - began};
		if (page.complete) await pages.close();
		return {
			output:
				command === null
					? {type: 'result', columns, rows: page.rows, isComplete: page.complete, ...common}
					: {type: 'message', tag: command, ...common},
			pages: page.complete ? undefined : pages,
		};
	} catch (error) {
		await pages.close();
		throw error;
	}
}
