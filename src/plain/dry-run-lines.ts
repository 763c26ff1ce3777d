import {count, duration, plural} from '../format/figures.js';
import {safeText} from '../format/safe-text.js';
import {describeFindings, planStepLines} from '../load/describe-dry-run.js';
import type {DryRun} from '../load/dry-run.js';
import type {PipelineEvent} from '../load/events.js';
import type {DryRunStatus} from '../load/state.js';
import {plainFailureLines} from './failure-lines.js';
import {positionText, type StagePosition} from './stage-position.js';

/** The events that end a dry run. */
export type DryRunEnd = Extract<
	PipelineEvent,
	{readonly type: 'dry-run-finished' | 'dry-run-failed' | 'dry-run-cancelled'}
>;

const indentation = '    ';

/** The report of a finished dry run. The engine's plans are not wrapped. */
export function plainDryRunLines(event: DryRunEnd, position: StagePosition): readonly string[] {
	const start = positionText(position);
	switch (event.type) {
		case 'dry-run-finished': {
			const {dryRun, ms} = event;
			const lines = [...lossLines(dryRun), ...dryRun.notes.map(safeText), ...findingLines(dryRun)];
			return [`${start}${safeText(describeFindings(dryRun.findings))}  ${duration(ms)}`, ...indent(lines)];
		}
		case 'dry-run-failed':
			return [`${start}It would fail:  ${duration(event.ms)}`, ...indent(plainFailureLines(event.failure))];
		case 'dry-run-cancelled':
			return [`${start}cancelled, nothing was changed  ${duration(event.ms)}`];
	}
}

/** The findings that a stage keeps of its last dry run; nothing while it runs. */
export function dryRunText(status: DryRunStatus, position: StagePosition): readonly string[] {
	if (status.type === 'running') return [];
	const end = {stage: position.stage, at: 0};
	return plainDryRunLines(
		status.type === 'finished'
			? {type: 'dry-run-finished', ...end, dryRun: status.dryRun, ms: status.ms}
			: {type: 'dry-run-failed', ...end, failure: status.failure, ms: status.ms},
		position,
	);
}

function lossLines({destroys}: DryRun): readonly string[] {
	return destroys.map(({table, rows}) => `It would remove ${plural(rows, 'row')} of ${table}.`);
}

function findingLines({findings}: DryRun): readonly string[] {
	switch (findings.type) {
		case 'message':
			return [];
		case 'records': {
			const {rejects, rejected, isWhole} = findings;
			const lines = rejects.map(text => safeText(`rejected ${text}`));
			const more = rejected - rejects.length;
			return more > 0 ? [...lines, `and ${isWhole ? '' : 'more than '}${count(more)} more`] : lines;
		}
		case 'plans':
			return findings.plans.flatMap(({steps}) => planStepLines(steps).map(({text}) => safeText(text)));
	}
}

function indent(lines: readonly string[]): readonly string[] {
	return lines.map(line => `${indentation}${line}`);
}
