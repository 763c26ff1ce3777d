import {CancelledError, StatementError, toFailure} from '../../errors.js';
import {plural} from '../../format/figures.js';
import {changedTables} from '../../sql/changed-tables.js';
import {firstWord, isDestructive, isTransactionStatement} from '../../sql/statement-kind.js';
import type {Session} from '../../warehouse/warehouse.js';
import type {CellOutput} from '../document/cell.js';
import type {Question} from '../document/document.js';
import {type ReadStatement, readStatement} from './read-statement.js';
import type {Answer} from './user-question.js';

export type RunStatementOptions = {
	readonly maxRows: number;
	readonly isReadOnly: boolean;
	readonly signal: AbortSignal;
	/** Asks the user. @param about The command tag; of a statement that has not run, its text. */
	readonly ask: (type: Question['type'], about: string) => Promise<Answer>;
	/** How long `ask` waits, for the message. */
	readonly answerMs: number;
};

/** `isDeclined`: the user said no, so the statement changed nothing and those after it must not run. */
export type StatementRun = ReadStatement & {readonly isDeclined?: boolean};

/**
Runs one statement. Unless the engine refuses changes or the user has opened a transaction, a statement that changes or
removes what exists is committed only if the user says so, and one that cannot be rolled back runs only then.
@throws StatementError, CancelledError
*/
export async function runStatement(
	session: Session,
	sql: string,
	options: RunStatementOptions,
): Promise<StatementRun> {
	if (options.isReadOnly || session.transactionState !== 'none' || isTransactionStatement(sql))
		return readStatement(session, sql, options);
	if (session.canRollBack(sql)) {
		if (!isDestructive(sql)) return readStatement(session, sql, options);
		try {
			return await runInTransaction(session, sql, options);
		} catch (error) {
			// E.g. CALL of a procedure that commits.
			if (!toFailure(error).onlyOutsideTransaction) throw error;
		}
	}
	const tables = changedTables(sql) ?? [];
	const what = tables.length > 0 ? `${firstWord(sql).toUpperCase()} ${tables.join(', ')}` : sql;
	const answer = await options.ask('run', what);
	if (answer !== 'yes') return declined(answer, {sql, tag: 'Not run', notices: [], ms: 0}, options);
	return readStatement(session, sql, options);
}

/** Runs a statement in a transaction, which is committed only if the user says so. */
async function runInTransaction(
	session: Session,
	sql: string,
	options: RunStatementOptions,
): Promise<StatementRun> {
	await session.run('BEGIN', {signal: options.signal});
	try {
		const {output, pages} = await readStatement(session, sql, options);
		await pages?.close();
		if (session.transactionState === 'none') return {output, pages: undefined};
		const tag = tagOf(output);
		const answer = await options.ask('commit', tag);
		if (answer === 'yes') {
			await session.run('COMMIT');
			const notices = [...output.notices, ...session.takeNotices()];
			return {output: {...output, notices}, pages: undefined};
		}
		await session.run('ROLLBACK');
		const notices = [...output.notices, `Rolled back: ${tag}.`];
		return declined(answer, {sql, tag: 'ROLLBACK', notices, ms: output.ms}, options);
	} finally {
		// A lost connection has rolled back.
		if (session.transactionState !== 'none') await session.run('ROLLBACK').catch(() => {});
	}
}

/** @throws StatementError if no answer came, CancelledError */
function declined(
	answer: Exclude<Answer, 'yes'>,
	output: Omit<CellOutput & {readonly type: 'message'}, 'type'>,
	{answerMs}: RunStatementOptions,
): StatementRun {
	const {sql, tag} = output;
	switch (answer) {
		case 'no':
			return {output: {type: 'message', ...output}, pages: undefined, isDeclined: true};
		case 'none':
			throw new StatementError({
				message: `${tag === 'ROLLBACK' ? 'Rolled back' : tag}: not answered within ${Math.round(answerMs / 1000)} s.`,
				advice: 'Run the cell again and answer the question.',
				sql: {text: sql},
			});
		case 'cancelled':
			throw new CancelledError();
	}
}

function tagOf(output: CellOutput): string {
	if (output.type === 'message') return output.tag;
	const rows = output.type === 'result' ? output.rows.length : 0;
	return `${firstWord(output.sql).toUpperCase()}, ${plural(rows, 'row')} returned`;
}
