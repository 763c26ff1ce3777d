import type {LoadSession} from '../pipeline/load-session.js';
import {type Stage, type StageId, stageIds} from '../pipeline/stage.js';
import {stages} from '../pipeline/stages.js';

/** What is told of a stage before anything is known of the data. */
export type StageText = Pick<Stage, 'title' | 'explain' | 'table'> & {
	/** The statements, as far as they don't depend on the data. */
	sql(): readonly string[];
};

export type StageTexts = Readonly<Record<StageId, StageText>>;

export function stageTexts(session: Pick<LoadSession, 'warehouse' | 'source' | 'maxErrors'>): StageTexts {
	return Object.fromEntries(
		stageIds.map((id): [string, StageText] => {
			const {title, explain, table} = stages[id];
			// Read when it is shown: reading the files of all stages would hold up the first frame.
			let read: readonly string[] | undefined;
			const sql = () => (read ??= stages[id].sql(session));
			return [id, {title, explain, sql, ...(table !== undefined && {table})}];
		}),
	) as StageTexts;
}
