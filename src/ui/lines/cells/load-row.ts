import {count, duration} from '../../../format/figures.js';
import {safeText} from '../../../format/safe-text.js';
import {wrapText} from '../../../format/text-width.js';
import {finalPhase, fractionDone} from '../../../load/progress-figures.js';
import {staleText} from '../../../load/stale-reason.js';
import {nextStage, type PipelineState, type StageStatus} from '../../../load/state.js';
import {describeBlocker} from '../../../load/watch-locks.js';
import {stageIds} from '../../../star/stages.js';
import {starTables} from '../../../star/tables.js';
import {flowParts, type Line, span} from '../line.js';
import {type StatusMark, spinner, statusMarks} from '../theme.js';

type Running = Extract<StageStatus, {readonly type: 'running'}>;

const hint = 'Enter opens the stages';

/**
The load on the page, on one or two lines: the tables when it is complete, the progress while it runs, the reason when it
failed or is out of date. The first span is a blank for the mark of the selection.
@param now Ms since 1970
*/
export function loadRow(load: PipelineState, width: number, now: number): readonly Line[] {
	const {mark, parts, short = parts, isPending = false} = summary(load, now);
	const room = Math.max(1, width - 4);
	// A reason may be longer than a line.
	const flow = (texts: readonly string[]) => flowParts(texts, room).flatMap(text => wrapText(text, room));
	const lines = flow(parts).length === 1 ? flow(parts) : flow(short);
	const hinted = flow([...parts, hint]);
	const shown = isPending || hinted.length <= lines.length ? hinted : lines;
	return shown.map((text, index): Line => {
		const {color} = mark;
		const sign = index === 0 ? mark.mark : ' ';
		return [span(' '), span(`${sign} `, {bold: true, ...(color && {color})}), span(text)];
	});
}

type Summary = {
	readonly mark: Pick<StatusMark, 'mark' | 'color'>;
	readonly parts: readonly string[];
	/** Used if `parts` takes more than a line. */
	readonly short?: readonly string[];
	/** Whether it is the user's turn. */
	readonly isPending?: true;
};

function summary(load: PipelineState, now: number): Summary {
	const {stages, counts} = load;
	const of = (type: StageStatus['type']) => stageIds.filter(id => stages[id].type === type);
	const done = of('done').length;
	const running = of('running')[0];
	if (running !== undefined) {
		const status = stages[running] as Running;
		const parts = [`Load · ${done} of ${stageIds.length} done`, running, ...progressParts(status, now)];
		return {mark: {...statusMarks.running, mark: spinner(now)}, parts};
	}
	const tables = starTables.flatMap(table =>
		counts[table] === undefined ? [] : [`${table} ${count(counts[table])}`],
	);
	for (const type of ['failed', 'stale'] as const) {
		const [stage, ...others] = of(type);
		if (stage === undefined) continue;
		const also =
			others.length === 0 ? [] : [`${others.length} more ${type === 'failed' ? type : 'out of date'}`];
		const parts = [`Load · ${stage} ${problem(stages[stage])}`, ...also, ...tables];
		return {mark: statusMarks[type], parts, isPending: true};
	}
	if (done === stageIds.length) {
		const parts = [`Load · ${done} stages`, ...tables];
		return {mark: statusMarks.done, parts, short: ['Load', ...tables]};
	}
	const next = nextStage(load);
	const skipped = of('skipped').length;
	return {
		mark: statusMarks.ready,
		isPending: true,
		parts: [
			`Load · ${done} of ${stageIds.length} stages`,
			...(skipped === 0 ? [] : [`${skipped} skipped`]),
			...(next === undefined ? [] : [`next: ${next}`]),
			...tables,
		],
	};
}

function problem(status: StageStatus): string {
	if (status.type === 'failed') return `failed: ${safeText(status.failure.message)}`;
	return status.type === 'stale' ? `is out of date: ${safeText(staleText(status.because))}` : '';
}

function progressParts({progress, startedAt}: Running, now: number): readonly string[] {
	const {rows, waitingFor, blockedBy = []} = progress;
	const [blocker] = blockedBy;
	const share = fractionDone(progress);
	const last = finalPhase(progress);
	return [
		...(last !== undefined ? [last] : share === undefined ? [] : [`${Math.floor(share * 100)} %`]),
		...(rows === undefined ? [] : [`${count(rows)} rows`]),
		duration(Math.max(0, now - startedAt)),
		...(waitingFor === undefined ? [] : [safeText(waitingFor)]),
		...(blocker === undefined ? [] : [safeText(describeBlocker(blocker))]),
	];
}
