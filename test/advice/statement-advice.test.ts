import test from 'ava';
import {adviceFor, errorAdvice} from '../../src/advice/error-advice.js';
import {statementAdvice} from '../../src/advice/statement-advice.js';
import {CancelledError} from '../../src/errors.js';
import {duckDbStatementError, openError} from '../../src/warehouse/duckdb/errors.js';
import {pgStatementError} from '../../src/warehouse/pg/errors.js';
import {
	type Case,
	checkCases,
	nodeError,
	searched,
	serverError,
	settings,
	statementFailure,
} from './error-cases.js';

const changed = 'Another session changed the same tables at the same time.';
const changesData = 'This statement changes data, and the session is read-only.';
const endedByServer = 'The server cancelled the statement.';
const locked = 'Another session holds a lock on the table.';

/** A row whose message is the server's own. */
const own = (id: string, code: string, message: string, advice: RegExp): Case => [
	id,
	serverError(code, message),
	message,
	advice,
];

const cases: readonly Case[] = [
	own(
		'aborted',
		'25P02',
		'current transaction is aborted, commands ignored until end of transaction block',
		/earlier statement.*ROLLBACK/,
	),
	[
		'serialization',
		serverError('XX000', '1023', {
			detail:
				'Serializable isolation violation on table - 100001, transactions forming the cycle are: 4711, 4712 (pid:1234)',
		}),
		changed,
		/run it again.*svv_transactions/,
	],
	[
		'serialization',
		serverError('40001', 'could not serialize access due to concurrent update'),
		changed,
		/pg_stat_activity/,
	],
	[
		'table-too-new',
		serverError('XX000', '1018', {detail: 'Relation does not exist'}),
		'Another session created or dropped the table after this transaction began.',
		/run it again/,
	],
	[
		'deadlock',
		serverError('40P01', 'deadlock detected', {detail: 'Process 1 waits for ShareLock on transaction 2.'}),
		'Deadlock: this session and another waited for each other. The server cancelled this one.',
		/run it again/,
	],
	['lock', serverError('55P03', 'canceling statement due to lock timeout'), locked, /pg_stat_activity/],
	['lock', serverError('55P03', 'could not obtain lock on relation "songplays"'), locked, /commits or ends/],
	[
		'ended-by-server',
		serverError('57014', 'canceling statement due to statement timeout'),
		endedByServer,
		/statement_timeout/,
	],
	[
		'ended-by-server',
		serverError('57014', "Query (150) canceled on user's request"),
		endedByServer,
		/WLM rule/,
	],
	own('owner', '42501', 'must be owner of table songplays', /DB_USER under \[CLUSTER\] in dwh\.cfg/),
	own('permission', '42501', 'permission denied for schema public', /GRANT USAGE, CREATE ON SCHEMA public/),
	own(
		'depends',
		'2BP01',
		'cannot drop table songplays because other objects depend on it',
		/Drop or move it first/,
	),
	own('setting', '42704', 'unrecognized configuration parameter "serch_path"', /SHOW ALL/),
	own('own-table-missing', '42P01', 'relation "staging_events" does not exist', /stage create-tables/),
	own(
		'table-missing',
		'42P01',
		'relation "songplay" does not exist',
		/first run the stages that create and fill it/,
	),
	own('column-missing', '42703', 'column "nope" does not exist in songplays', /spelling of the column/),
	own(
		'column-missing',
		'',
		'Binder Error: Referenced column "NextSong" not found in FROM clause!',
		/single quotes/,
	),
	own(
		'column-missing',
		'',
		'Binder Error: Table "users" does not have a column with name "nope"',
		/spelling of the column/,
	),
	own('missing', '42883', 'function nope(integer) does not exist', /spelling/),
	own('value-count', '42601', 'INSERT has more expressions than target columns', /name the columns/),
	own(
		'value-count',
		'',
		'table users has 5 columns but 1 values were supplied',
		/INSERT INTO users \(user_id/,
	),
	own(
		'leader-node',
		'0A000',
		'Specified types or functions (one per INFO message) not supported on Redshift tables.',
		/getdate/,
	),
	own('too-long', '22001', 'value too long for type character varying(256)', /Widen the column/),
	[
		'too-long',
		nodeError('Value too long for character type', 'Value too long for type character varying(256)'),
		'Value too long for character type',
		/counts bytes/,
	],
	own('not-null', '23502', 'null value in column "user_id" violates not-null constraint', /IS NOT NULL/),
	own('not-null', 'XX000', 'Cannot insert a NULL value into column user_id', /IS NOT NULL/),
	own('duplicate', '23505', 'duplicate key value violates unique constraint "users_pkey"', /already exists/),
	own('conversion', '22P02', 'invalid input syntax for type integer: "abc"', /Cast or filter/),
	own('conversion', 'XX000', "Invalid digit, Value 'w', Pos 0, Type: Integer", /Cast or filter/),
	own('memory', '53200', 'out of memory', /less data at a time/),
	own(
		'disk',
		'53100',
		'could not extend file "base/16384/16397": No space left on device',
		/disk space.*resize the cluster/,
	),
	own('disk', 'XX000', 'Disk Full', /disk space/),
	own('corrupt', 'XX001', 'invalid page in block 3 of relation base/1/2', /backup/),
	own('exists', '42P07', 'relation "songplays" already exists', /drop-tables/),
	[
		'read-only-create',
		serverError('25006', 'cannot execute CREATE TABLE in a read-only transaction'),
		changesData,
		/^Allow writing first: type \\write in the notebook, or start with --write\. A temporary table/,
	],
	[
		'read-only-transaction',
		serverError('25006', 'cannot execute INSERT in a read-only transaction'),
		changesData,
		/^Allow writing first: type \\write in the notebook, or start with --write\..*replica/,
	],
	[
		'read-only-duckdb',
		serverError('', 'Cannot write to database "a" - transaction is launched in read-only mode'),
		changesData,
		/^Allow writing first: type \\write in the notebook, or start with --write\.$/,
	],
	[
		'read-write-mode',
		serverError('25001', 'transaction read-write mode must be set before any query'),
		'The session is read-only, so its transactions cannot be made read-write.',
		/--write/,
	],
	[
		'read-only-unknown',
		serverError('42704', 'unrecognized configuration parameter "transaction_read_only"'),
		'The server cannot confirm that the transaction is read-only, so nothing was run.',
		/--write/,
	],
	[
		'several-statements',
		serverError('42601', 'cannot insert multiple commands into a prepared statement'),
		'Only one statement can run at a time.',
		/one after the other/,
	],
	own('in-transaction', '25001', 'VACUUM cannot run inside a transaction block', /--write.*outside BEGIN/),
	own(
		'read-only-file',
		'',
		'Cannot execute statement of type "INSERT" on database "a" which is attached in read-only mode!',
		/write-protected.*--database/,
	),
	own('read-only', '', 'The cluster is read-only', /open read-only/),
	own('syntax', '42601', 'syntax error at or near "FORM"', /marked.*quoted/),
	own(
		'invalidated',
		'',
		'database has been invalidated because of a previous fatal error',
		/Restart the program/,
	),
];

test('gives cause, advice and original message for every statement error', t => {
	checkCases(t, statementAdvice, cases, error => statementFailure(error, 'SELECT 1'));
});

test('finds the same rows in the complete table, with unique ids', t => {
	for (const [id, error] of cases) {
		t.is(adviceFor(searched(error), ['statement'])?.id, id, error.message);
	}
	t.is(new Set(errorAdvice.map(({id}) => id)).size, errorAdvice.length);
});

test("shows the server's detail and hint below its message", t => {
	const failure = statementFailure(
		serverError('40P01', 'deadlock detected', {
			detail: 'Process 1 waits for 2.',
			hint: 'See server log for query details.',
		}),
	);
	t.is(failure.detail, 'deadlock detected\nProcess 1 waits for 2.\nSee server log for query details.');
});

test("reports a user's cancel as a cancel, not as a failure", t => {
	for (const message of [
		'canceling statement due to user request',
		"Query (168) cancelled on user's request",
	]) {
		const error = serverError('57014', message);
		t.true(
			pgStatementError(error, {sql: 'SELECT 1', prefix: 0}, settings, true) instanceof CancelledError,
			message,
		);
	}
});

test('keeps the message of an unknown error, without advice', t => {
	const failure = statementFailure(serverError('XX000', 'Assert'), 'SELECT 1');
	t.is(failure.message, 'Assert');
	t.is(failure.advice, undefined);
	t.is(failure.detail, undefined);
});

test('DuckDB: advises on a damaged file, a full disk, low memory and a conflict', t => {
	for (const [message, advice] of [
		[
			'Corrupt database file: computed checksum 123 does not match stored checksum 456 in block at location 12288',
			/damaged.*--database/,
		],
		['Could not write file "x.duckdb": No space left on device', /disk space/],
		['failed to pin block of size 256.0 KiB (95.3 MiB/95.3 MiB used)', /less data at a time/],
		['Catalog write-write conflict on alter with "songplays"', /run it again/],
	] as const) {
		const json = JSON.stringify({exception_type: 'IO', exception_message: message});
		const {failure} = duckDbStatementError(new Error(json), 'INSERT');
		t.is(failure.message, `IO error: ${message}`);
		t.regex(failure.advice ?? '', advice, message);
	}
});

test('DuckDB: explains a file that is in use and one of a newer version', t => {
	const held = openError(
		new Error(
			'IO Error: Could not set lock on file "/data/x.duckdb": Conflicting lock is held in /usr/bin/node (PID 4711). See also https://duckdb.org/docs/stable/connect/concurrency',
		),
		'x.duckdb',
	).failure;
	t.is(held.message, 'x.duckdb is in use by another process: PID 4711, /usr/bin/node.');
	t.regex(held.advice ?? '', /Close that program/);
	t.regex(held.detail ?? '', /Conflicting lock/);
	const newer = openError(
		new Error(
			'IO Error: Trying to read a database file with version number 99, but we can only read versions between 64 and 67.',
		),
		'x.duckdb',
	).failure;
	t.regex(newer.message, /another version of DuckDB/);
	t.regex(newer.detail ?? '', /version number 99/);
});
