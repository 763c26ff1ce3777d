import {count} from '../../format/figures.js';
import type {PipelineState, StageStatus} from '../../load/state.js';
import {stageIds} from '../../star/stages.js';
import {starTables} from '../../star/tables.js';
import {flowParts} from './line.js';
import {statusMarks} from './theme.js';

/** A summary of the stages on a line or two: `✔ 11 of 11 stages · songplays 6,820 · users 97 · …`. */
export function stageStrip({stages, counts}: PipelineState, width: number): readonly string[] {
	const done = stageIds.filter(id => stages[id].type === 'done').length;
	const {mark} = statusMarks[done === stageIds.length ? 'done' : 'ready'];
	const problems = (['running', 'failed', 'stale', 'skipped'] as const).flatMap(type =>
		statusCount(stages, type),
	);
	const figures = starTables.flatMap(table =>
		counts[table] === undefined ? [] : [`${table} ${count(counts[table])}`],
	);
	const short = `${mark} ${done} of ${stageIds.length}`;
	const lines = flowParts([`${short} stages`, ...problems, ...figures], width);
	return lines.length === 1 ? lines : flowParts([short, ...problems, ...figures], width);
}

function statusCount(stages: PipelineState['stages'], type: StageStatus['type']): readonly string[] {
	const {length} = stageIds.filter(id => stages[id].type === type);
	return length === 0 ? [] : [`${statusMarks[type].mark} ${length} ${statusMarks[type].word}`];
}
