import type {CheckResult} from '../pipeline/checks.js';
import type {StageStatus} from '../pipeline/state.js';

/** What `verify` checked, passed and failed; nothing for other stages, and before it ran. */
export function checksOf(status: StageStatus): readonly CheckResult[] {
	if (status.type === 'failed') return status.checks ?? [];
	return status.type === 'done' ? (status.result.checks ?? []) : [];
}

/** The checks that did not pass. */
export function failedChecks(status: StageStatus): readonly CheckResult[] {
	return checksOf(status).filter(({ok}) => !ok);
}
