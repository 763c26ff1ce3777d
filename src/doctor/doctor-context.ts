import type {Reading} from '../config/read-settings.js';
import type {EngineName, Settings} from '../config/settings.js';
import type {Row, Warehouse} from '../warehouse/warehouse.js';
import type {DoctorCheckId, Finding} from './finding.js';
import type {TerminalInfo} from './terminal-info.js';
import type {TimeLimits} from './time-limits.js';

/** The subject of the checks, and the results that later checks use. */
export type DoctorContext = {
	readonly reading: Reading<Settings>;
	/** The configuration file, if there is one. */
	readonly configFile: string | undefined;
	readonly terminal: TerminalInfo;
	readonly limits: TimeLimits;
	/** Asks for a missing password if possible. @throws CancelledError */
	readonly complete: (settings: Settings) => Promise<Settings>;
	/** The result of `complete`; set by the login. */
	completed?: Settings;
	/** Connected; set by the login. */
	warehouse?: Warehouse;
	/** Removes what the checks have created. Call it after closing the warehouse. */
	cleanUp?: () => Promise<void>;
	/** Product and version; set by the login. */
	product?: string;
};

/** A single check. */
export type Check = {
	readonly id: DoctorCheckId;
	/** The checks that must succeed first. */
	readonly dependsOn: readonly DoctorCheckId[];
	/** The engines it applies to; absent for all. */
	readonly engines?: readonly EngineName[];
	/** An error thrown counts as a failed check. */
	readonly run: (context: DoctorContext) => Promise<Finding>;
};

/** Limit for a small statement, ms. */
const statementLimitMs = 30_000;

/** The warehouse that the login connected. */
export function connected({warehouse}: DoctorContext): Warehouse {
	if (warehouse === undefined) throw new Error('The login comes first.');
	return warehouse;
}

/** Runs small statements with a time limit. @throws TimeoutError */
export async function withTimeLimit<T>(
	{limits}: DoctorContext,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	return limits.within(
		statementLimitMs,
		work,
		'Another session may hold a lock, or the queue is full. Check what the server is running.',
	);
}

/** Returns all rows of a small result. */
export async function smallResult(context: DoctorContext, sql: string): Promise<readonly Row[]> {
	const warehouse = connected(context);
	return withTimeLimit(context, async signal => (await warehouse.read(sql, {signal})).rows);
}
