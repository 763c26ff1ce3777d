import type {CommitLostError} from '../errors.js';
import {ConnectionError} from '../errors.js';
import {plural} from '../format/figures.js';
import {type StageId, tableOf} from '../star/stages.js';
import {ownedTables} from '../star/tables.js';
import type {StageResult} from './stage.js';
import type {Survey} from './survey.js';

/** Determines, after reconnecting, how a stage ended that lost its connection during COMMIT. */
export function recoverCommit(
	stage: StageId,
	runId: string,
	{counts, loads}: Survey,
	lost: CommitLostError,
): {readonly type: 'done'; readonly value: StageResult} | {readonly type: 'failed'; readonly error: unknown} {
	const found = Object.keys(counts).length;
	const table = tableOf(stage);
	const record = table && loads?.[table];
	const ended = {rowsBefore: 0, rejected: 0};
	if (record !== undefined && record.runId === runId) {
		const {rows, rejected, records} = record;
		const summary = `${plural(rows, 'row')} in ${table}; committed before the connection was lost`;
		return {
			type: 'done',
			value: {...ended, rows, rejected, ...(records !== null && {records}), runId, summary},
		};
	}
	if (stage === 'drop-tables' && found === 0)
		return {type: 'done', value: {...ended, rows: 0, summary: 'The tables are dropped'}};
	if (stage === 'create-tables' && found === ownedTables.length)
		return {type: 'done', value: {...ended, rows: 0, summary: `${plural(found, 'table')} created`}};
	const failure = {
		message: 'The connection was lost during COMMIT. The server rolled the stage back: nothing was changed.',
		advice: 'Run the stage again.',
		...(lost.failure.detail !== undefined && {detail: lost.failure.detail}),
	};
	return {type: 'failed', error: new ConnectionError(failure, {cause: lost})};
}
