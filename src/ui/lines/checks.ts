import type {CheckResult} from '../../load/checks.js';
import type {StageStatus} from '../../load/state.js';

/** The check results of `verify`; empty for other stages and before it ran. */
export function checksOf(status: StageStatus): readonly CheckResult[] {
	if (status.type === 'failed') return status.checks ?? [];
	return status.type === 'done' ? (status.result.checks ?? []) : [];
}

export function failedChecks(status: StageStatus): readonly CheckResult[] {
	return checksOf(status).filter(({ok}) => !ok);
}
