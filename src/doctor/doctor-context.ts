import type {Reading} from '../config/read-settings.js';
import type {Settings} from '../config/settings.js';
import type {Row, Warehouse} from '../warehouse/warehouse.js';
import type {CheckId, Finding} from './finding.js';
import type {TerminalInfo} from './terminal-info.js';
import type {TimeLimits} from './time-limits.js';

/** Who and what is examined, and what was found out on the way. */
export type DoctorContext = {
	readonly reading: Reading<Settings>;
	/** The configuration file that was read; undefined where there is none. */
	readonly configFile: string | undefined;
	readonly terminal: TerminalInfo;
	readonly limits: TimeLimits;
	/** The settings with the password that they lack, where somebody can be asked. @throws CancelledError */
	readonly complete: (settings: Settings) => Promise<Settings>;
	/** What `complete` answered; set by the login. */
	completed?: Settings;
	/** Connected; set by the login. */
	warehouse?: Warehouse;
	/** Removes what the checks have made; to be called when the warehouse is closed. */
	cleanUp?: () => Promise<void>;
	/** Product and version; set by the login. */
	product?: string;
};

/** One thing that is looked at. */
export type Check = {
	readonly id: CheckId;
	/** The checks without which this one cannot be made. */
	readonly dependsOn: readonly CheckId[];
	/** What is thrown is a failure of the check. */
	readonly run: (context: DoctorContext) => Promise<Finding>;
};

/** Milliseconds for a small statement. */
const statementLimitMs = 30_000;

/** The warehouse that the login connected. */
export function connected({warehouse}: DoctorContext): Warehouse {
	if (warehouse === undefined) throw new Error('The login comes first.');
	return warehouse;
}

/** Runs small statements, and gives up in time. @throws TimeoutError */
export async function withTimeLimit<T>(
	{limits}: DoctorContext,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	return limits.within(
		statementLimitMs,
		work,
		'Another session may hold a lock, or the queue is full: look at what the server is running.',
	);
}

/** The rows of a small result. */
export async function smallResult(context: DoctorContext, sql: string): Promise<readonly Row[]> {
	const warehouse = connected(context);
	return withTimeLimit(context, async signal => {
		const all: Row[] = [];
		const {rows} = await warehouse.query(sql, {signal});
		for await (const batch of rows) all.push(...batch);
		return all;
	});
}
