import type {Value} from '../../warehouse/warehouse.js';

/** A row of a view, by column. */
export type SystemViewRow = Readonly<Record<string, Value>>;

/** The rows of a view for a COPY, or the error if the user may not read it. */
export type ViewReading =
	| {
			readonly rows: readonly SystemViewRow[];
			/** Time from the end of the COPY to the first rows, ms; null if there were none. The views are queried in turn. */
			readonly lagMs: number | null;
	  }
	| {readonly refused: string};

/** The observed outcome of a COPY. */
export type Observation = {
	readonly trial: string;
	readonly sql: string;
	readonly table: string;
	/** `pg_backend_pid()` of the session. */
	readonly session: number;
	readonly ms: number;
	/** Command tag and the count that the driver read from it. */
	readonly tag: string | null;
	readonly tagCount: number | null;
	readonly notices: ReadonlyArray<{readonly severity: string; readonly message: string}>;
	/** The fields of the error, unchanged. */
	readonly error: Readonly<Record<string, string>> | null;
	/** `pg_last_copy_count()` and `pg_last_copy_id()`, if available; the latter is that of the last successful COPY. */
	readonly lastCopyCount: number | null;
	readonly lastCopyId: number | null;
	/** Rows in the table afterwards. */
	readonly rowsInTable: number | null;
	readonly rows?: ReadonlyArray<readonly Value[]>;
	/** The numbers of the trial's own statement. */
	readonly measured?: readonly number[];
	readonly views: Readonly<Record<string, ViewReading>>;
};

/** An answer to an open question from one COPY; undefined if it was not seen. */
export type Answer = (copy: Observation) => string | undefined;

/** The first row of a view for a COPY. */
export function rowOf({views}: Observation, view: string): SystemViewRow | undefined {
	const reading = views[view];
	return reading !== undefined && 'rows' in reading ? reading.rows[0] : undefined;
}

export function same(value: unknown, other: unknown): string | undefined {
	if (value === undefined) return undefined;
	return value === other || Number(value) === Number(other) ? 'yes' : `no: ${value} and ${other}`;
}

export const noticesOf: Answer = ({error, notices}) =>
	error === null
		? notices.map(({severity, message}) => `${severity}: ${message}`).join(' | ') || 'nothing'
		: undefined;

export const errorOf: Answer = ({error}) =>
	error === null ? 'none: it succeeded' : `${error.code ?? 'no code'}: ${error.message}`;

export const reasonOf: Answer = copy => {
	const row = errorRow(copy);
	return row && `${row.err_code ?? row.error_code}: ${row.err_reason ?? row.error_message}`;
};

export const lineOf: Answer = copy => {
	const row = errorRow(copy);
	return row && `line ${row.line_number}, column ${row.colname ?? row.column_name}`;
};

export const errorsAfterRollback: Answer = copy => {
	if (copy.error === null) return undefined;
	const views = ['stl_load_errors', 'sys_load_error_detail'].filter(view => rowOf(copy, view) !== undefined);
	return views.length === 0 ? 'no' : `yes, in ${views.join(' and ')}`;
};

/** How often a measured column was filled. The first measured number counts the rows. */
export function filled({measured}: Observation, column: number): string | undefined {
	return measured?.[0] ? `in ${measured[column]} of ${measured[0]} rows` : undefined;
}

/** Compares the loaded sum with that of the same values as DOUBLE PRECISION: truncated, rounded or refused. */
export const fractions: Answer = copy => {
	if (copy.measured === undefined) return undefined;
	const [loaded, sum, expected, truncated, rounded] = copy.measured;
	if (loaded === expected && sum === truncated) return 'the fraction is truncated';
	if (loaded === expected && sum === rounded) return 'it is rounded';
	const reason = reasonOf(copy);
	return `${loaded} of ${expected} values were loaded${reason === undefined ? '' : ` (refused: ${reason})`}`;
};

/** What became of a probe. */
export const outcome: Answer = copy => {
	const {error, rows = []} = copy;
	const reason = reasonOf(copy);
	const errors = rowOf(copy, 'sys_load_history')?.error_count;
	return [
		`rows ${JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
		...(error === null ? [] : [`error ${error.message}`]),
		...(errors === undefined ? [] : [`${errors} errors`]),
		...(reason === undefined ? [] : [`${reason} (${lineOf(copy)})`]),
	].join('; ');
};

export function lagOf(view: string, copies: readonly Observation[]): string | undefined {
	const readings = copies.map(({views}) => views[view]).filter(reading => reading !== undefined);
	const lags = readings.flatMap(reading => ('rows' in reading ? (reading.lagMs ?? []) : []));
	if (lags.length > 0) return `${Math.min(...lags)} to ${Math.max(...lags)} ms after the end of the COPY`;
	const refusal = readings.find(reading => 'refused' in reading);
	return refusal && `it cannot be read: ${refusal.refused}`;
}

/** The first error row in the views for a COPY. */
function errorRow(copy: Observation): SystemViewRow | undefined {
	return rowOf(copy, 'stl_load_errors') ?? rowOf(copy, 'sys_load_error_detail');
}
