import {DataError} from '../../errors.js';
import type {RecordKind, Reject} from '../../source/source.js';
import {recordFolder, stagingColumns, stagingTable} from '../../source/staging-columns.js';
import {statement} from '../../sql/statements.js';
import type {PgSession} from '../pg/session.js';
import {maxStoredRejects} from '../staging-tally.js';
import type {Row, StatementOptions} from '../warehouse.js';

/** The years 1 to 9999, in milliseconds since 1970. COPY accepts any 64-bit number. */
const tsRange = {least: -62_135_596_800_000, most: 253_402_300_799_999} as const;
/** Detects times in microseconds: divided by this, they are in range. */
const microsecondsPerMillisecond = 1000;

/** The result of checks that COPY does not perform. */
export type StagedCheck = {
	/** Rows that were loaded and then removed; `rejects` has up to 10,000 of them. */
	readonly removed: number;
	readonly rejects: readonly Reject[];
	/** Columns that are NULL in every row. */
	readonly emptyColumns: readonly string[];
};

/**
Checks the rows that COPY loaded, in its transaction, and removes those whose time is out of range.
@throws DataError if every column of every row is NULL
*/
export async function checkStaged(
	main: PgSession,
	kind: RecordKind,
	options: StatementOptions,
): Promise<StagedCheck> {
	const table = stagingTable[kind];
	const columns = stagingColumns[kind];
	const counts = columns.map(({name}) => `count(${name})`).join(', ');
	const [[all, ...filled] = []] = await main.all(`SELECT count(*), ${counts} FROM ${table}`, options);
	const emptyColumns =
		Number(all) === 0 ? [] : columns.filter((_, at) => Number(filled[at]) === 0).map(({key}) => key);
	if (emptyColumns.length === columns.length)
		throw new DataError({
			message: `No key in the records matches a column of ${table}: every row would be NULL.`,
			advice: `Check that ${kind === 'events' ? 'LOG_DATA' : 'SONG_DATA'} under [S3] in dwh.cfg names the folder of the ${kind} (${recordFolder[kind]}), and that LOG_JSONPATH matches the files. Nothing was loaded.`,
		});
	if (kind === 'songs') return {removed: 0, rejects: [], emptyColumns};

	const names = columns.map(({name}) => name).join(', ');
	const rows = await main.all(
		`SELECT ${names} FROM ${table} WHERE ts < ${tsRange.least} OR ts > ${tsRange.most} LIMIT ${maxStoredRejects}`,
		options,
	);
	if (rows.length === 0) return {removed: 0, rejects: [], emptyColumns};
	const removed = await main.run(statement('redshift/remove-out-of-range', tsRange), options);
	return {removed, rejects: rows.map(toReject), emptyColumns};
}

/** Rebuilds the record's text from the columns. COPY does not record which file a row is from. */
function toReject(row: Row): Reject {
	const columns = stagingColumns.events;
	const record = columns.flatMap(({key, type}, at) => {
		const value = row[at] ?? null;
		if (value === null) return [];
		return [`${JSON.stringify(key)}:${type === 'text' ? JSON.stringify(value) : String(value)}`];
	});
	const ts = String(row[columns.findIndex(({key}) => key === 'ts')]);
	const isMicroseconds = Number(ts) > 0 && Number(ts) / microsecondsPerMillisecond <= tsRange.most;
	return {
		file: '',
		line: 0,
		column: 'ts',
		reason: `${ts} is out of range: milliseconds since 1970, years 1 to 9999${isMicroseconds ? '; this looks like microseconds' : ''}`,
		raw: `{${record.join(',')}}`,
	};
}
