import {exitCode, UsageError} from '../errors.js';
import {safeText} from '../format/safe-text.js';
import type {BothSides, TableComparison} from '../parity/compare-table.js';
import {compareWarehouses} from '../parity/compare-warehouses.js';
import {comparisonJson} from '../parity/comparison-json.js';
import {comparisonLines} from '../parity/comparison-lines.js';
import {LiveLine} from '../plain/live-line.js';
import {openWarehouse} from '../warehouse/open-warehouse.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import {untilInterrupted} from './interruption.js';
import type {ParityInvocation} from './invocation.js';
import {requireDatabase} from './require-database.js';
import {StandardOutput} from './standard-output.js';
import {canRewrite} from './standard-reporter.js';
import {withPassword} from './with-password.js';

/** `parity`: compares two loaded warehouses. Returns the exit code: done if they are equal, else failed. */
export async function parity({here, there, json}: ParityInvocation): Promise<number> {
	for (const settings of [here, there]) requireDatabase(settings);
	const warehouses = {
		here: await openWarehouse(await withPassword(here)),
		there: await openWarehouse(await withPassword(there)),
	};
	if (warehouses.here.identity === warehouses.there.identity) {
		throw new UsageError({
			message: `Both sides are the same warehouse: ${warehouses.here.name}.`,
			advice: 'Name another one with --with: an engine, a profile, a DuckDB file, or another dwh.cfg.',
		});
	}
	try {
		return await untilInterrupted(
			signal => compare(warehouses, json, signal),
			() => {
				say('');
				say('Interrupted. Interrupt again to exit immediately.');
			},
		);
	} finally {
		await Promise.all([warehouses.here.close(), warehouses.there.close()]);
	}
}

async function compare(
	{here, there}: BothSides<Warehouse>,
	json: boolean,
	signal: AbortSignal,
): Promise<number> {
	for (const [side, warehouse] of [
		['Here', here],
		['There', there],
	] as const) {
		const version = await warehouse.connect({signal});
		say(`${side}: ${warehouse.name} (${version})`);
	}
	const out = new StandardOutput();
	const comparisons: TableComparison[] = [];
	const progress = canRewrite(process.stderr) ? new LiveLine(process.stderr) : undefined;
	const onTable = (table: string, index: number, total: number) =>
		progress?.show(`Comparing ${table}, table ${index} of ${total} …`);
	try {
		for await (const comparison of compareWarehouses({here, there}, {signal, onTable})) {
			comparisons.push(comparison);
			progress?.clear();
			if (json) await out.write(`${comparisonJson(comparison)}\n`);
		}
	} finally {
		progress?.clear();
	}
	if (!json) {
		const {isTTY, columns} = process.stdout;
		await out.write(`${comparisonLines(comparisons, isTTY ? columns : undefined).join('\n')}\n`);
	}
	const unequal = comparisons.filter(({type}) => type !== 'equal').map(({table}) => table);
	say(
		unequal.length === 0
			? `Equal: all ${comparisons.length} tables have the same rows on both sides.`
			: `Not equal: ${unequal.join(', ')}.`,
	);
	return unequal.length === 0 ? exitCode.done : exitCode.failed;
}

function say(line: string): void {
	process.stderr.write(`${safeText(line)}\n`);
}
