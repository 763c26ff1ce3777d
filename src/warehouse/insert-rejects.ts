import type {Reject} from '../source/source.js';
import {expression} from '../sql/statements.js';

/** One statement per record would be slow on Redshift, and one for all could be too long. */
const rowsPerStatement = 500;

/** The statements that store the rejects of one staging run in `staging_rejects`. */
export function insertRejects(table: string, runId: string, rejects: readonly Reject[]): readonly string[] {
	const statements: string[] = [];
	for (let start = 0; start < rejects.length; start += rowsPerStatement) {
		const rows = rejects
			.slice(start, start + rowsPerStatement)
			.map(({file, line, column, reason, raw}) => [table, runId, file, line, column, reason, raw])
			.map(row => `(${row.map(expression).join(', ')})`);
		statements.push(
			`INSERT INTO staging_rejects (table_name, run_id, file, line, column_name, reason, "raw") VALUES\n${rows.join(',\n')}`,
		);
	}
	return statements;
}
