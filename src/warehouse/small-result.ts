import type {QueryResult, Row, SmallResult} from './warehouse.js';

/** Reads a streamed result to its end. @throws StatementError, CancelledError */
export async function readCompletely({columns, rows}: QueryResult): Promise<SmallResult> {
	const all: Row[] = [];
	for await (const batch of rows) all.push(...batch);
	return {columns: columns.map(({name}) => name), rows: all};
}
