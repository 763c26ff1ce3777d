import type {LoadSession} from '../../load/load-session.js';
import type {Stage} from '../../load/stage.js';
import {stages} from '../../load/stages.js';
import type {Source} from '../../source/source.js';
import {type StageId, stageIds} from '../../star/stages.js';

/** The description of a stage, independent of the data. */
export type StageText = Pick<Stage, 'title' | 'explain' | 'table'> & {
	/** The statements, without the parts that depend on the data. */
	sql(): readonly string[];
};

export type StageTexts = Readonly<Record<StageId, StageText>>;

export function stageTexts(session: Pick<LoadSession, 'warehouse' | 'source' | 'maxErrors'>): StageTexts {
	return Object.fromEntries(
		stageIds.map((id): [string, StageText] => {
			const {title, explain, table} = stages[id];
			// Read on demand: reading the files of all stages would delay the first frame.
			let read: {readonly source: Source; readonly statements: readonly string[]} | undefined;
			const sql = () => {
				const {source} = session;
				if (read?.source !== source) read = {source, statements: stages[id].sql(session)};
				return read.statements;
			};
			return [id, {title, explain, sql, ...(table !== undefined && {table})}];
		}),
	) as StageTexts;
}
