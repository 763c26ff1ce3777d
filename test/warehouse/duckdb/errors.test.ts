import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import test from 'ava';
import {CancelledError, StatementError} from '../../../src/errors.js';
import {ownedTables} from '../../../src/star/tables.js';
import {duckDbStatementError, openError} from '../../../src/warehouse/duckdb/errors.js';
import {DuckDbWarehouse} from '../../../src/warehouse/duckdb/warehouse.js';
import {collectRows} from '../../support/engine-fixture.js';

/** An error as DuckDB words it with `errors_as_json`. */
const worded = (type: string, message: string, position?: number) =>
	new Error(
		JSON.stringify({
			exception_type: type,
			exception_message: message,
			...(position !== undefined && {position: String(position)}),
		}),
	);

test('gives advice for errors that a test cannot provoke', t => {
	for (const [type, message, advice] of [
		['IO', 'Could not write file "x.duckdb": No space left on device', /disk space/],
		[
			'Out of Memory',
			'could not allocate block of size 256.0 KiB (95.3 MiB/95.3 MiB used)\n\n' +
				"Possible solutions:\n* Increasing the memory limit (SET memory_limit='...GB')",
			/less data at a time/,
		],
		[
			'Invalid Input',
			'Cannot execute statement of type "INSERT" on database "x" in read-only mode!',
			/read-only/,
		],
		[
			'FATAL',
			'Failed: database has been invalidated because of a previous fatal error.',
			/Restart the program/,
		],
	] as const) {
		const error = duckDbStatementError(worded(type, message), 'INSERT');
		t.true(error instanceof StatementError);
		t.is(error.failure.message, `${type} error: ${message.split('\n')[0]}`);
		t.regex(error.failure.advice ?? '', advice, message);
	}
});

test('uses the first line as the message and the others as the detail', t => {
	const {failure} = duckDbStatementError(
		worded('Binder', 'Column "x" not found!\n\nCandidates: "y"\n'),
		'SELECT x',
	);
	t.is(failure.message, 'Binder error: Column "x" not found!');
	t.is(failure.detail, 'Candidates: "y"');
});

test('converts the byte offset of an error to characters', t => {
	const sql = "SELECT '😀é', x";
	// The bytes before x: SELECT and a blank 7, two quotes 2, 😀 4, é 2, comma and blank 2.
	const {failure} = duckDbStatementError(worded('Binder', 'no x', 17), sql);
	t.deepEqual(failure.sql, {text: sql, offset: sql.indexOf('x')});
	t.deepEqual(duckDbStatementError(worded('Binder', 'no x'), sql).failure.sql, {text: sql});
});

test('parses a wrapped syntax error and its offset in code points', t => {
	// Of a syntax error DuckDB 1.5 counts code points, not bytes: SELECT and a blank 7, '😀' 3, and so on to 16.
	const sql = "SELECT '😀' FORM songplays";
	const {message: json} = worded('Parser', 'syntax error at or near "songplays"', 16);
	for (const text of [json, `Parser Error: ${json}`, `Failed to extract statements: Parser Error: ${json}`]) {
		const {failure} = duckDbStatementError(new Error(text), sql);
		t.is(failure.message, 'Parser error: syntax error at or near "songplays"');
		t.regex(failure.advice ?? '', /marked/);
		t.deepEqual(failure.sql, {text: sql, offset: sql.indexOf('songplays')});
	}
});

test('treats every interrupt message as a cancel', t => {
	for (const error of [worded('Interrupt', 'Interrupted!'), new Error('INTERRUPT Error: Interrupted!')]) {
		const cancelled = duckDbStatementError(error, 'SELECT 1');
		t.true(cancelled instanceof CancelledError);
		t.is(cancelled.cause, error);
	}
});

test('keeps the message of any other error', t => {
	t.is(duckDbStatementError(new Error('something else'), 'SELECT 1').failure.message, 'something else');
	t.is(duckDbStatementError('a text', 'SELECT 1').failure.message, 'a text');
	t.is(duckDbStatementError(new Error('{not JSON'), 'SELECT 1').failure.message, '{not JSON');
});

test('explains why a file could not be opened', t => {
	for (const [detail, message, advice] of [
		[
			'IO Error: Could not set lock on file "/data/x.duckdb": Conflicting lock is held in /usr/bin/node (PID 4711). See also https://duckdb.org',
			'x.duckdb is in use by another process: PID 4711, /usr/bin/node.',
			/Close that program/,
		],
		[
			'IO Error: Cannot open file "x.duckdb": The process cannot access the file because it is being used by another process.\r\n\n\nFile is already open in \nC:\\Program Files\\nodejs\\node.exe (PID 4711)',
			'x.duckdb is in use by another process: PID 4711, C:\\Program Files\\nodejs\\node.exe.',
			/Close that program/,
		],
		[
			'IO Error: Trying to read a database file with version number 99, but we can only read versions between 64 and 67.',
			'x.duckdb was written by another version of DuckDB.',
			/load the data into it/,
		],
		[
			'IO Error: The file "x.duckdb" exists, but it is not a valid DuckDB database file!',
			'x.duckdb is not a DuckDB database.',
			/This one was not changed/,
		],
		[
			'IO Error: Cannot open file "/a/x.duckdb": No such file or directory',
			'x.duckdb cannot be created: its folder does not exist.',
			/Create the folder/,
		],
		[
			'IO Error: Cannot open file "C:\\a\\x.duckdb": The system cannot find the path specified.\r\n',
			'x.duckdb cannot be created: its folder does not exist.',
			/Create the folder/,
		],
		[
			'IO Error: Cannot open file "x.duckdb": Permission denied',
			'x.duckdb cannot be opened: permission denied.',
			/Check the permissions/,
		],
		[
			'IO Error: Cannot open file "x.duckdb": Read-only file system',
			'x.duckdb cannot be created: the file system is read-only.',
			/can be written to: --database/,
		],
		['IO Error: something new', 'x.duckdb cannot be opened.', /--database/],
	] as const) {
		const {failure, exitCode} = openError(new Error(detail), 'x.duckdb');
		t.is(failure.message, message);
		t.regex(failure.advice ?? '', advice, message);
		t.is(failure.detail, detail);
		t.is(failure.where, 'x.duckdb');
		t.is(exitCode, 3);
	}
});

// DuckDB crashes or hangs if a statement runs on a connection that is being closed.
test('closes while statements run and others are sent', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	for (let attempt = 0; attempt < 30; attempt++) {
		const warehouse = new DuckDbWarehouse(join(folder, 'test.duckdb'));
		await warehouse.connect();
		const statements = [
			warehouse.inspectTables(ownedTables),
			warehouse.catalog(),
			warehouse
				.run('BEGIN')
				.then(async () => warehouse.run('ROLLBACK'))
				.then(async () => warehouse.query('FROM range(10)', {isReadOnly: true}))
				.then(collectRows),
			warehouse.notebook.query('FROM range(1000000)').then(collectRows),
			warehouse.inspectTables(ownedTables),
		].map(async statement => statement.then(() => undefined).catch((error: unknown) => error));
		await new Promise(resolve => setTimeout(resolve, attempt));
		await warehouse.close();
		for (const error of await Promise.all(statements))
			t.true(
				error === undefined || error instanceof CancelledError || /not connected/.test(String(error)),
				String(error),
			);
	}
});

// A query that must not change data has three statements: BEGIN, the query, and ROLLBACK or COMMIT.
test('cancels a read-only query whichever of its statements closing interrupts', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	const complete = [[0], [1], [2], [3], [4], [5], [6], [7], [8], [9]];
	let cancelled = 0;
	for (let attempt = 0; attempt < 60; attempt++) {
		const warehouse = new DuckDbWarehouse(join(folder, 'test.duckdb'));
		await warehouse.connect();
		const query = warehouse.query('FROM range(10)', {isReadOnly: true}).then(collectRows);
		const outcome = query.catch((error: unknown) => error);
		for (let turn = 0; turn < attempt % 12; turn++) await setImmediate();
		await warehouse.close();
		const result = await outcome;
		if (result instanceof CancelledError) cancelled++;
		else t.deepEqual(result, complete);
	}
	t.true(cancelled > 0);
});
