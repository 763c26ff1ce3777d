import {DataError} from '../errors.js';
import {plural} from '../format/figures.js';
import {checkIds} from '../star/checks.js';
import {filledTables} from '../star/stages.js';
import {ownedTables, type TableCounts} from '../star/tables.js';
import {countInTransaction, loadsInTransaction, requireLoaded, requireSameLoads} from './check-load.js';
import type {CheckResult} from './checks.js';
import {ChecksFailedError} from './checks-failed-error.js';
import {runIds} from './load-status.js';
import {checkQuery, runCheck} from './run-check.js';
import type {StageBehavior} from './stage.js';
import {requireTables} from './survey.js';
import {describeTables} from './transform-stages.js';

export const verifyBehavior: StageBehavior = {
	sql: () => checkIds.map(checkQuery),
	async plan({facts: {counts}}) {
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
			findings: {type: 'message', text: 'Nothing to dry-run: verify only reads.'},
			destroys: [],
			notes: [],
		};
	},
	async run({warehouse, signal, onProgress, sourceId, seen}) {
		await requireTables(warehouse, ownedTables, {signal});
		const checks: CheckResult[] = [];
		let counted: TableCounts = {};
		let problem: DataError | undefined;
		const verified = await warehouse.transaction(
			async () => {
				// The transaction is retried when it conflicts with another session's.
				checks.length = 0;
				const loads = await loadsInTransaction(warehouse, {signal});
				requireSameLoads(filledTables, seen, loads);
				counted = await countInTransaction(warehouse, filledTables, {signal});
				problem = problemOf(() => requireLoaded(filledTables, loads, counted, sourceId));
				for (const id of checkIds) {
					checks.push(await runCheck(warehouse, id, {signal}));
					onProgress({fraction: checks.length / checkIds.length});
				}
				return runIds(loads);
			},
			{signal, locksLoads: true},
		);
		if (checks.some(({ok}) => !ok)) throw new ChecksFailedError(checks, problem?.failure.message);
		if (problem !== undefined) throw problem;
		return {
			rows: checks.length,
			rowsBefore: 0,
			rejected: 0,
			summary: summaryOf(checks),
			...(verified !== undefined && {verified}),
			checks,
			counted,
		};
	},
};

/** `11 checks passed`, `10 checks passed, 1 warning` */
function summaryOf(checks: readonly CheckResult[]): string {
	const warnings = checks.filter(({warning}) => warning).length;
	const passed = `${plural(checks.length - warnings, 'check')} passed`;
	return warnings === 0 ? passed : `${passed}, ${plural(warnings, 'warning')}`;
}

/** Returns the DataError that `work` throws, to be thrown later unless a check says more. */
function problemOf(work: () => void): DataError | undefined {
	try {
		work();
		return undefined;
	} catch (error) {
		if (error instanceof DataError) return error;
		throw error;
	}
}
