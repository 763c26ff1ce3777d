import type {Findings} from '../load/dry-run.js';
import type {DryRunEnd} from './dry-run-lines.js';

/** The result of a stage's dry run as the fields of its line of JSON. */
export function dryRunFields(event: DryRunEnd): {readonly type: string; readonly at: number} {
	const {stage, at} = event;
	const ms = Math.round(event.ms);
	switch (event.type) {
		case 'dry-run-finished': {
			const {ok, findings, destroys, notes} = event.dryRun;
			return line({stage, ok, ...findingFields(findings), destroys, notes, ms, at});
		}
		case 'dry-run-failed': {
			const {message, where, advice, detail} = event.failure;
			return line({stage, ok: false, message, where, advice, detail, ms, at});
		}
		case 'dry-run-cancelled':
			return line({stage, ok: false, message: 'Cancelled.', ms, at});
	}
}

function line<T extends {readonly at: number}>(fields: T): T & {readonly type: 'dry-run'} {
	return {type: 'dry-run', ...fields};
}

function findingFields(findings: Findings): Readonly<Record<string, unknown>> {
	const {type, ...fields} = findings;
	return fields;
}
