import {safeJson} from '../format/safe-text.js';
import type {CheckResult} from '../load/checks.js';
import type {PipelineEvent} from '../load/events.js';
import type {StageId} from '../star/stages.js';

import {dryRunFields} from './dry-run-json.js';

/** An event as a line of JSON without a line end; undefined for events that only the notebook needs. */
export function eventJson(event: PipelineEvent): string | undefined {
	switch (event.type) {
		case 'stage-planned':
		case 'plans-outdated':
		case 'wait-started':
		case 'wait-ended':
		case 'tables-counted':
		case 'tables-not-counted':
		case 'source-identified':
		case 'files-checked':
		case 'dry-run-started':
		case 'dry-run-progress':
			return undefined;
		case 'stage-started':
		case 'stage-skipped':
			return line({type: event.type, stage: event.stage, at: event.at});
		case 'stage-progress':
			return line({type: event.type, stage: event.stage, ...event.progress, at: event.at});
		case 'stage-finished': {
			const {type, stage, result, ms, at} = event;
			const {rows, rejected, rowsBefore, records, summary, rejects, warnings, notes, created, checks} =
				result;
			return line({
				type,
				stage,
				rows,
				rejected,
				ms: Math.round(ms),
				rowsBefore,
				records,
				summary,
				warnings,
				notes,
				created,
				rejects,
				checks: flatChecks(checks),
				at,
			});
		}
		case 'stage-failed': {
			const {type, stage, failure, ms, rejects, checks, at} = event;
			const {message, where, advice, detail} = failure;
			return line({
				type,
				stage,
				message,
				where,
				advice,
				detail,
				ms: Math.round(ms),
				rejects,
				checks: flatChecks(checks),
				at,
			});
		}
		case 'stage-cancelled':
			return line({type: event.type, stage: event.stage, ms: Math.round(event.ms), at: event.at});
		case 'dry-run-finished':
		case 'dry-run-failed':
		case 'dry-run-cancelled':
			return line(dryRunFields(event));
	}
}

/** A stage that can't run, with the reason. */
export function waitingJson(stage: StageId, why: string, at: number): string {
	return line({type: 'stage-waiting', stage, message: why, at});
}

/** The last line of every run. */
export function runFinishedJson(ok: boolean, counts: Readonly<Record<string, number>>, ms: number): string {
	return line({type: 'run-finished', ok, counts, ms: Math.round(ms)});
}

/** Times are ISO 8601 in UTC; undefined fields are left out. */
function line({
	at,
	...fields
}: {
	readonly type: string;
	readonly at?: number;
	readonly [field: string]: unknown;
}): string {
	return safeJson(JSON.stringify(at === undefined ? fields : {...fields, at: new Date(at).toISOString()}));
}

function flatChecks(checks: readonly CheckResult[] | undefined) {
	return checks?.map(({id, title, ok, warning, note, figures, query}) => ({
		id,
		title,
		ok,
		...(warning && {warning}),
		...(note !== undefined && {note}),
		figures: Object.fromEntries(figures),
		...(!ok && {query}),
	}));
}
