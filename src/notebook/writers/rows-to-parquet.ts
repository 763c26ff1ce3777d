import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {CancelledError} from '../../errors.js';
import {writeAtomically, writeTextFile} from '../../files/output-file.js';
import {literal} from '../../sql/statements.js';
import {loadDuckDb} from '../../warehouse/duckdb/api.js';
import type {Column, Row, StatementOptions, Value} from '../../warehouse/warehouse.js';

/** DuckDB types for PostgreSQL's and Redshift's types. All others become text. */
const duckDbTypes: Readonly<Record<string, string>> = {
	bool: 'BOOLEAN',
	int2: 'SMALLINT',
	int4: 'INTEGER',
	int8: 'BIGINT',
	oid: 'UINTEGER',
	float4: 'FLOAT',
	float8: 'DOUBLE',
	date: 'DATE',
	timestamp: 'TIMESTAMP',
	timestamptz: 'TIMESTAMPTZ',
};
/** Digits of a DuckDB decimal. */
const maxDigits = 38;
/** DuckDB's default for the maximum length of a CSV line. */
const defaultLineBytes = 2 << 20;

/**
Writes rows of any engine to a Parquet file atomically. The rows go through a CSV file, because DuckDB can't read a stream
and the rows may not fit in memory.
@returns the number of rows
*/
export async function rowsToParquet(
	columns: readonly Column[],
	rows: AsyncIterable<readonly Row[]>,
	file: string,
	{signal}: StatementOptions = {},
): Promise<number> {
	return writeAtomically(file, async temporary => {
		const folder = await mkdtemp(join(tmpdir(), 'sparkify-tui-'));
		try {
			const spool = new Spool(columns);
			const csv = join(folder, 'rows.csv');
			await writeTextFile(csv, spool.lines(rows), {signal});
			return await runInDuckDb(
				`COPY (${spool.select(csv)}) TO ${literal(temporary)} (FORMAT parquet, USE_TMP_FILE false)`,
				folder,
				signal,
			);
		} finally {
			await rm(folder, {recursive: true, force: true});
		}
	});
}

/** Runs a statement in a separate database that spills into `folder`. Returns the number of rows. */
async function runInDuckDb(sql: string, folder: string, signal: AbortSignal | undefined): Promise<number> {
	const {DuckDBInstance} = loadDuckDb();
	const instance = await DuckDBInstance.create(':memory:', {temp_directory: folder});
	const connection = await instance.connect();
	const interrupt = () => connection.interrupt();
	signal?.addEventListener('abort', interrupt);
	try {
		if (signal?.aborted) throw new CancelledError();
		return (await connection.run(sql)).rowsChanged;
	} catch (error) {
		throw signal?.aborted ? new CancelledError() : error;
	} finally {
		signal?.removeEventListener('abort', interrupt);
		connection.closeSync();
		instance.closeSync();
	}
}

/** The CSV file and the types inferred from its values. */
class Spool {
	readonly #columns: readonly Column[];
	/** For each decimal column, the digits before and after the point; undefined if a value is not a plain decimal. */
	readonly #digits: ({whole: number; fraction: number} | undefined)[];
	/** Columns with dates that DuckDB formats differently. */
	readonly #foreign = new Set<number>();
	#maxLineBytes = defaultLineBytes;

	constructor(columns: readonly Column[]) {
		this.#columns = columns;
		this.#digits = columns.map(() => ({whole: 1, fraction: 0}));
	}

	async *lines(rows: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
		for await (const batch of rows) yield batch.map(row => this.#line(row)).join('');
	}

	select(csv: string): string {
		const names = this.#columns.map(({name}, index) => `c${index} AS "${name.replaceAll('"', '""')}"`);
		const types = this.#columns.map((_, index) => `c${index}: ${literal(this.#typeOf(index))}`);
		// Without new_line, a CRLF inside a value is taken for the line end. Only a single thread reads such values reliably.
		return `SELECT ${names.join(', ')} FROM read_csv(${literal(csv)}, auto_detect = false, header = false,
			new_line = '\\n', parallel = false, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false,
			max_line_size = ${this.#maxLineBytes}, columns = {${[`first: 'VARCHAR'`, ...types].join(', ')}})`;
	}

	/** Starts with a constant, because a line that is all NULL would be skipped as empty. */
	#line(row: Row): string {
		const fields = this.#columns.map((_, index) => this.#field(row[index] ?? null, index));
		const line = `0,${fields.join(',')}\n`;
		// A UTF-16 unit takes at most three bytes.
		this.#maxLineBytes = Math.max(this.#maxLineBytes, line.length * 3);
		return line;
	}

	#field(value: Value, index: number): string {
		if (value === null) return '';
		const text = Object.is(value, -0) ? '-0' : String(value);
		const {engineType} = this.#columns[index]!;
		if (engineType === 'numeric') this.#measure(text, index);
		else if (text.endsWith(' BC')) this.#foreign.add(index);
		return `"${text.replaceAll('"', '""')}"`;
	}

	#measure(text: string, index: number): void {
		const [, whole = '', fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
		const digits = this.#digits[index];
		if (digits === undefined || whole === '') {
			this.#digits[index] = undefined;
			return;
		}
		digits.whole = Math.max(digits.whole, whole.length);
		digits.fraction = Math.max(digits.fraction, fraction.length);
	}

	#typeOf(index: number): string {
		const {engineType} = this.#columns[index]!;
		if (engineType !== 'numeric') {
			return this.#foreign.has(index) ? 'VARCHAR' : (duckDbTypes[engineType] ?? 'VARCHAR');
		}
		const digits = this.#digits[index];
		if (digits === undefined || digits.whole + digits.fraction > maxDigits) return 'VARCHAR';
		return `DECIMAL(${digits.whole + digits.fraction}, ${digits.fraction})`;
	}
}
