import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {type RedshiftDouble, startRedshift} from './redshift/start-redshift.js';
import {login, type Stack, startStack, TestClient} from './redshift/test-clients.js';

let stack: Stack;
const files = 10;

test.before(async () => {
	stack = await startStack();
	const bucket = stack.s3.createBucket('songs');
	for (let file = 0; file < files; file++) bucket.put(`data/${file}.json`, `{"n":${file}}\n{"n":${file}}\n`);
	bucket.put('bad/a.json', '{"n":1}\n{"n":"é"}\n');
});

test.after.always(async () => {
	await stack?.stop();
});

const copy = `COPY t FROM 's3://songs/data/' IAM_ROLE default JSON 'auto'`;

/** Starts the test's own double with a table and two connections. */
async function prepare(t: ExecutionContext, options: {readonly serverless?: boolean} = {}) {
	const redshift = await startRedshift({...stack, ...options});
	const [loader, watcher] = [await TestClient.open(login(redshift)), await TestClient.open(login(redshift))];
	t.teardown(async () => {
		await watcher.close();
		await redshift.stop();
	});
	await loader.rows('CREATE TABLE t (n integer)');
	const [[session] = []] = await loader.rows('SELECT pg_backend_pid()');
	return {redshift, loader, watcher, session: Number(session)};
}

/** Polls until a row matches. */
async function until(
	watcher: TestClient,
	sql: string,
	wanted: (row: readonly unknown[]) => boolean,
): Promise<readonly unknown[]> {
	for (const deadline = Date.now() + 10_000; ; await sleep(10)) {
		const [row = []] = await watcher.rows(sql);
		if (wanted(row)) return row;
		if (Date.now() > deadline) throw new Error(`Timed out; the last row was ${JSON.stringify(row)}: ${sql}`);
	}
}

const status =
	'SELECT trim(status), loaded_rows, file_count_scanned FROM sys_load_history ORDER BY query_id DESC LIMIT 1';
const detail = 'SELECT count(*) FROM sys_load_detail';

test('shows the progress of a load to a second connection, in every view', async t => {
	const {redshift, loader, watcher, session} = await prepare(t);
	redshift.faults.holdAfterFiles = 3;
	const loading = loader.run(copy);
	await until(watcher, status, ([, , scanned]) => scanned === 3);
	// Two rows in each file, 16 bytes including line ends.
	t.deepEqual(await watcher.rows(status), [['running', '6', 3]]);
	t.deepEqual(
		await watcher.rows(
			`SELECT session_id, trim(table_name), trim(data_source), trim(file_format), source_file_count, source_file_bytes,
			file_bytes_scanned, error_count, end_time FROM sys_load_history WHERE session_id = ${session}`,
		),
		[[session, 't', 's3://songs/data/', 'json', files, String(files * 16), '48', '0', null]],
	);
	t.deepEqual(await watcher.rows(detail), [['3']]);
	t.deepEqual(await watcher.rows('SELECT count(*) FROM stl_load_commits'), [['3']]);
	// The counts of records and bytes change only every million records. The first slice is read first.
	t.deepEqual(
		await watcher.rows(
			`SELECT slice, num_files, num_files_complete, bytes_to_load, bytes_loaded, lines, pct_complete, trim(current_file)
			FROM stv_load_state WHERE pid = ${session} ORDER BY slice`,
		),
		[
			[0, 5, 3, '80', '0', 0, 0, 's3://songs/data/6.json'],
			[1, 5, 0, '80', '0', 0, 0, 's3://songs/data/1.json'],
		],
	);
	t.deepEqual(
		await watcher.rows(`SELECT trim(status), trim(query), pid FROM stv_recents WHERE query LIKE 'COPY%'`),
		[['Running', copy, session]],
	);
	t.deepEqual(
		await watcher.rows(
			`SELECT DISTINCT txn_owner, lock_mode, granted FROM svv_transactions
			WHERE pid = ${session} AND lockable_object_type = 'relation'`,
		),
		[['awsuser', 'RowExclusiveLock', true]],
	);
	t.deepEqual(await watcher.rows('SELECT count(*) FROM t'), [['0']]);
	redshift.faults.release();
	await loading;
	t.deepEqual(await watcher.rows(status), [['completed', String(files * 2), files]]);
	t.deepEqual(await watcher.rows(detail), [[String(files)]]);
	t.deepEqual(await watcher.rows('SELECT count(*) FROM stv_load_state'), [['0']]);
	t.deepEqual(
		await watcher.rows(
			`SELECT trim(status), trim(query_type) FROM sys_query_history WHERE query_text LIKE 'COPY%'`,
		),
		[['success', 'COPY']],
	);
	await loader.close();
});

test('keeps the system views unchanged within a transaction', async t => {
	const {redshift, loader, watcher} = await prepare(t);
	redshift.faults.holdAfterFiles = 1;
	await watcher.rows('BEGIN');
	t.deepEqual(await watcher.rows(status), []);
	const loading = loader.run(copy);
	const third = await TestClient.open(login(redshift));
	await until(third, status, ([, , scanned]) => scanned === 1);
	t.deepEqual(await watcher.rows(status), []);
	await watcher.rows('COMMIT');
	t.deepEqual(await watcher.rows(status), [['running', '2', 1]]);
	redshift.faults.release();
	await loading;
	await third.close();
	await loader.close();
});

for (const [how, cancel] of [
	['a cancel request', async (loader: TestClient) => cancelByProtocol(loader)],
	[
		'pg_cancel_backend',
		async (_: TestClient, watcher: TestClient, session: number) =>
			watcher.rows(`SELECT pg_cancel_backend(${session})`),
	],
] as const)
	test(`aborts a COPY cancelled by ${how}, and loads nothing`, async t => {
		const {redshift, loader, watcher, session} = await prepare(t);
		redshift.faults.holdAfterFiles = 1;
		const loading = t.throwsAsync(loader.run(copy), {
			code: '57014',
			message: /^Query \(\d+\) cancelled on user's request$/,
		} as never);
		await until(watcher, status, ([, , scanned]) => scanned === 1);
		await cancel(loader, watcher, session);
		await loading;
		t.is((await watcher.rows(status))[0]?.[0], 'aborted');
		t.deepEqual(await loader.rows('SELECT count(*), pg_last_copy_count() FROM t'), [['0', '0']]);
		redshift.faults.clear();
		await loader.run(copy);
		t.deepEqual(await loader.rows('SELECT count(*) FROM t'), [[String(files * 2)]]);
		await loader.close();
	});

test('ends a COPY after statement_timeout', async t => {
	const {redshift, loader, watcher} = await prepare(t);
	redshift.faults.copyDelayMs = 50;
	await loader.rows('SET statement_timeout TO 120');
	await t.throwsAsync(loader.run(copy), {
		code: '57014',
		message: /^Query \(\d+\) canceled on user's request$/,
	} as never);
	t.is((await watcher.rows(status))[0]?.[0], 'aborted');
	t.deepEqual(await loader.rows('SELECT count(*) FROM t'), [['0']]);
	await loader.close();
});

test('completes a COPY outside a transaction after its client disconnects', async t => {
	const {redshift, loader, watcher} = await prepare(t);
	redshift.faults.cutAfterFiles = 3;
	redshift.faults.holdAfterFiles = 3;
	await t.throwsAsync(loader.run(copy), {message: /Connection terminated|ECONNRESET/});
	t.deepEqual(await watcher.rows(status), [['running', '6', 3]]);
	redshift.faults.release();
	await until(watcher, status, ([state]) => state === 'completed');
	t.deepEqual(await watcher.rows('SELECT count(*) FROM t'), [[String(files * 2)]]);
});

test('rolls back a COPY in a transaction when its client disconnects', async t => {
	const {redshift, loader, watcher} = await prepare(t);
	redshift.faults.cutAfterFiles = 3;
	redshift.faults.holdAfterFiles = 3;
	await loader.rows('BEGIN');
	await t.throwsAsync(loader.run(copy), {message: /Connection terminated|ECONNRESET/});
	await until(watcher, status, ([state]) => state === 'aborted');
	t.deepEqual(await watcher.rows('SELECT count(*) FROM t'), [['0']]);
});

test('sends nothing on a silent connection when the load completes', async t => {
	const {redshift, loader, watcher} = await prepare(t);
	redshift.faults.silentAfterFiles = 1;
	let answered = false;
	loader.run(copy).then(
		() => {
			answered = true;
		},
		() => {},
	);
	await until(watcher, status, ([state]) => state === 'completed');
	await sleep(50);
	t.false(answered);
	t.is(loader.lost, undefined);
});

test('provides only the SYS views on serverless, and refers to them in errors', async t => {
	const {loader, watcher} = await prepare(t, {serverless: true});
	await t.throwsAsync(loader.run(`COPY t FROM 's3://songs/bad/' IAM_ROLE default JSON 'auto'`), {
		message:
			/^Load into table 't' failed\. {2}Check 'sys_load_error_detail' system table for details\. \[ErrorId: 1-/,
	});
	for (const view of ['stl_load_errors', 'stl_load_commits', 'stv_load_state', 'stv_recents'])
		await t.throwsAsync(watcher.rows(`SELECT count(*) FROM ${view}`), {
			code: '42501',
			message: `permission denied for relation ${view}`,
		} as never);
	t.deepEqual(
		await watcher.rows(
			`SELECT trim(file_name), line_number, trim(column_name), trim(column_type), trim(column_length), error_code, trim(error_message)
			FROM sys_load_error_detail`,
		),
		[
			[
				's3://songs/bad/a.json',
				'2',
				'n',
				'int4',
				'0',
				1207,
				`Invalid digit, Value 'é', Pos 0, Type: Integer`,
			],
		],
	);
	await loader.close();
});

test('pads CHAR columns of the views with blanks, and replaces non-ASCII characters with periods', async t => {
	const {loader, watcher} = await prepare(t);
	await t.throwsAsync(loader.run(`COPY t FROM 's3://songs/bad/' IAM_ROLE default JSON 'auto'`));
	const [[file, raw, value] = []] = await watcher.rows(
		'SELECT filename, raw_line, raw_field_value FROM stl_load_errors',
	);
	t.is(file, 's3://songs/bad/a.json'.padEnd(256));
	t.is(raw, '{"n":"."}'.padEnd(1024));
	t.is(value, '.'.padEnd(1024));
	await loader.close();
});

test('ends a load without a client when the double is stopped', async t => {
	const redshift: RedshiftDouble = await startRedshift(stack);
	const loader = await TestClient.open(login(redshift));
	await loader.rows('CREATE TABLE t (n integer)');
	redshift.faults.copyDelayMs = 10_000;
	const loading = t.throwsAsync(loader.run(copy));
	await sleep(50);
	const started = Date.now();
	await redshift.stop();
	await loading;
	t.true(Date.now() - started < 2000);
});

async function cancelByProtocol({pg}: TestClient): Promise<void> {
	const {processID, secretKey, connection} = pg as unknown as {
		processID: number;
		secretKey: number;
		connection: {
			constructor: new () => NodeJS.EventEmitter & {
				connect(port: number, host: string): void;
				cancel(pid: number, key: number): void;
			};
		};
	};
	const other = new connection.constructor();
	await new Promise<void>(resolve => {
		other.on('connect', () => other.cancel(processID, secretKey));
		other.on('end', resolve);
		other.connect(pg.port, pg.host);
	});
}
