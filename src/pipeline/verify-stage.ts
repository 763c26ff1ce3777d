import type {CheckResult} from './checks.js';
import {ChecksFailedError} from './checks-failed-error.js';
import {countTables, ownedTables, requireTables} from './owned-tables.js';
import {plural} from './plural.js';
import {checkIds, checkQuery, runCheck} from './run-check.js';
import type {Stage} from './stage.js';
import {stageNeeds} from './stage-needs.js';
import {describeTables} from './transform-stages.js';

export const verifyStage: Stage = {
	id: 'verify',
	title: 'Verify the load',
	explain:
		'Reconciles the figures: every record read is accounted for, no play is lost or counted twice, and every key ' +
		'leads to exactly one row. Nothing is changed.',
	needs: stageNeeds.verify,
	sql: () => checkIds.map(checkQuery),
	async plan({warehouse}) {
		const counts = await countTables(warehouse);
		return {
			stage: 'verify',
			sql: checkIds.map(checkQuery),
			destroys: [],
			...describeTables(counts, ownedTables),
		};
	},
	async dryRun() {
		return {
			stage: 'verify',
			ok: true,
			findings: {type: 'told', text: 'Nothing to try out: verify only reads.'},
			destroys: [],
			notes: [],
		};
	},
	async run({warehouse, signal, onProgress}) {
		await requireTables(warehouse, ownedTables, {signal});
		const checks: CheckResult[] = [];
		for (const id of checkIds) {
			checks.push(await runCheck(warehouse, id, {signal}));
			onProgress({fraction: checks.length / checkIds.length});
		}
		if (checks.some(({ok}) => !ok)) throw new ChecksFailedError(checks);
		return {
			rows: checks.length,
			rowsBefore: 0,
			rejected: 0,
			summary: summaryOf(checks),
			checks,
		};
	},
};

/** `11 checks passed`, `10 checks passed, 1 warning` */
function summaryOf(checks: readonly CheckResult[]): string {
	const warnings = checks.filter(({warning}) => warning).length;
	const passed = `${plural(checks.length - warnings, 'check')} passed`;
	return warnings === 0 ? passed : `${passed}, ${plural(warnings, 'warning')}`;
}
