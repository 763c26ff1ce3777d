import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {ConnectionError, SparkifyError, StatementError} from '../../../src/errors.js';
import {DuckDbWarehouse} from '../../../src/warehouse/duckdb/warehouse.js';
import {createDataFolder, eventLine} from '../../support/data-folder.js';
import {openDuckDb} from '../../support/engine-duckdb.js';
import {collectRows, openFixture, runTableScript} from '../../support/engine-fixture.js';

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));

function temporaryFolder(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

async function connected(t: ExecutionContext, file: string): Promise<DuckDbWarehouse> {
	const warehouse = new DuckDbWarehouse(file);
	t.teardown(() => warehouse.close());
	await warehouse.connect();
	return warehouse;
}

/** Opens a database file in another process and returns its output. */
async function holdDatabase(
	t: ExecutionContext,
	file: string,
): Promise<{holder: ChildProcess; said: string}> {
	const holder = spawn(process.execPath, [script('hold-database.js'), file], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	t.teardown(() => holder.kill('SIGKILL'));
	const lines = once(createInterface(holder.stdout!), 'line');
	const ended = once(holder, 'exit').then(() => {
		throw new Error(`Another process could not open ${file}.`);
	});
	const [said] = (await Promise.race([lines, ended])) as [string];
	ended.catch(() => {});
	return {holder, said};
}

async function refused(t: ExecutionContext, file: string): Promise<ConnectionError> {
	const error = await t.throwsAsync<ConnectionError>(new DuckDbWarehouse(file).connect(), {
		instanceOf: ConnectionError,
	});
	if (error === undefined) throw new Error('The connection was not refused.');
	t.is(error.exitCode, 3);
	t.is(error.failure.where, file);
	t.true(error.failure.message.startsWith(file));
	t.regex(error.failure.advice ?? '', /--database/);
	return error;
}

test.serial('creates the file on connect and returns the version', async t => {
	const file = join(temporaryFolder(t), 'new.duckdb');
	const warehouse = new DuckDbWarehouse(file);
	t.false(existsSync(file));
	t.regex(await warehouse.connect(), /^DuckDB \d+\.\d+\.\d+$/);
	t.true(existsSync(file));
	t.is(warehouse.name, `DuckDB ${file}`);
	t.is(warehouse.engine, 'duckdb');
	await warehouse.close();
});

test.serial('has one identity per file, for any path and before the file exists', async t => {
	const folder = realpathSync(temporaryFolder(t));
	mkdirSync(join(folder, 'real'));
	symlinkSync(join(folder, 'real'), join(folder, 'link'));
	const file = join(folder, 'real', 'x.duckdb');
	const paths = [
		file,
		join(folder, 'link', 'x.duckdb'),
		relative(process.cwd(), file),
		`${folder}/real/../link/./x.duckdb`,
	];
	const before = paths.map(path => new DuckDbWarehouse(path).identity);
	const warehouse = await connected(t, file);
	t.is(warehouse.identity, `duckdb:${file}`);
	for (const [index, path] of paths.entries()) {
		t.is(new DuckDbWarehouse(path).identity, `duckdb:${file}`, path);
		t.is(before[index], `duckdb:${file}`, `${path}, before`);
	}
	symlinkSync(file, join(folder, 'alias.duckdb'));
	t.is(new DuckDbWarehouse(join(folder, 'alias.duckdb')).identity, `duckdb:${file}`);
	t.not(new DuckDbWarehouse(join(folder, 'y.duckdb')).identity, warehouse.identity);
});

test.serial('refuses a file that another process has open, naming the process', async t => {
	const file = join(temporaryFolder(t), 'held.duckdb');
	const {holder} = await holdDatabase(t, file);
	const {failure} = await refused(t, file);
	t.true(failure.message.includes(`PID ${holder.pid}`), failure.message);
	t.regex(failure.message, /in use by another process/);
	t.regex(failure.advice ?? '', /Close that program/);

	const ended = once(holder, 'exit');
	holder.stdin?.end();
	await ended;
	t.regex(await (await connected(t, file)).connect(), /^DuckDB /);
});

test.serial('keeps the lock on the file after it has committed', async t => {
	const file = join(temporaryFolder(t), 'locked.duckdb');
	const warehouse = await connected(t, file);
	// The second commit finds metadata to save from the file.
	for (const name of ['first', 'second'])
		await warehouse.transaction(async () => {
			await warehouse.run(`CREATE TABLE ${name} AS SELECT 42 AS answer`);
		});
	const other = promisify(execFile)(process.execPath, [script('hold-database.js'), file]);
	other.child.stdin?.end();
	await t.throwsAsync(other, {message: /Conflicting lock is held/});
});

test.serial('releases the file on close', async t => {
	const file = join(temporaryFolder(t), 'closed.duckdb');
	const warehouse = await connected(t, file);
	await warehouse.run('CREATE TABLE kept AS SELECT 42 AS answer');
	// Even while a result is half read.
	for await (const _ of (await warehouse.query('SELECT i FROM generate_series(1, 1000000) AS t(i)')).rows)
		break;
	await warehouse.close();
	await warehouse.close();
	const {holder, said} = await holdDatabase(t, file);
	t.is(said, 'open, 1 tables');
	const ended = once(holder, 'exit');
	holder.stdin?.end();
	await ended;
	await warehouse.connect();
	t.deepEqual(await collectRows(await warehouse.query('SELECT answer FROM kept')), [[42]]);
});

test.serial('refuses a file that is not a database and does not change it', async t => {
	const folder = temporaryFolder(t);
	for (const [name, content] of [
		[
			'notes.txt',
			'These are my notes, and they are longer than the header of a database would be. '.repeat(100),
		],
		['short.duckdb', 'short'],
		['zeros.duckdb', '\0'.repeat(10_000)],
	] as const) {
		const file = join(folder, name);
		writeFileSync(file, content);
		const {failure} = await refused(t, file);
		t.is(failure.message, `${file} is not a DuckDB database.`);
		t.is(readFileSync(file, 'utf8'), content);
	}
});

test.serial('refuses a file in a missing folder', async t => {
	const folder = temporaryFolder(t);
	const {failure} = await refused(t, join(folder, 'missing', 'x.duckdb'));
	t.regex(failure.message, /folder does not exist/);
	t.regex(failure.advice ?? '', /Create the folder/);
	t.false(existsSync(join(folder, 'missing')));
});

test.serial('refuses a folder', async t => {
	await refused(t, temporaryFolder(t));
});

test.serial('refuses a file that the user may not write', async t => {
	// DuckDB has to be loaded before the user changes, who need not be able to read it.
	await connected(t, join(temporaryFolder(t), 'loaded.duckdb'));
	const folder = temporaryFolder(t);
	chmodSync(folder, 0o555);
	const root = process.getuid?.() === 0;
	// Root may write anywhere: become nobody meanwhile.
	if (root) process.seteuid?.(65_534);
	try {
		const {failure} = await refused(t, join(folder, 'x.duckdb'));
		t.regex(failure.message, /permission denied/);
	} finally {
		if (root) process.seteuid?.(0);
		chmodSync(folder, 0o755);
	}
});

test.serial('runs nothing before connect', async t => {
	const warehouse = new DuckDbWarehouse(join(temporaryFolder(t), 'x.duckdb'));
	await t.throwsAsync(warehouse.run('SELECT 1'), {message: /not connected/});
	await t.throwsAsync(warehouse.query('SELECT 1'), {message: /not connected/});
	await t.throwsAsync(warehouse.catalog(), {message: /not connected/});
	t.is(warehouse.progress(), undefined);
	await t.notThrowsAsync(warehouse.close());
});

test.serial('gives advice with errors', async t => {
	const {warehouse} = await openFixture(t, openDuckDb);
	await runTableScript(warehouse, 'drop-tables');
	for (const [sql, message, advice] of [
		['SELECT * FROM songplays', /Table with name songplays does not exist/, /stage create-tables/],
		['SELECT * FROM staging_events', /staging_events does not exist/, /stage create-tables/],
		['SELECT * FROM songplay', /Table with name songplay does not exist/, /spelling/],
		['SELECT nope', /"nope" was not found/, /spelling/],
		['SELECT nope FROM users_missing', /users_missing does not exist/, /spelling/],
		['SELECT no_such_function(1)', /no_such_function/, /spelling/],
		["SELECT CAST('abc' AS integer)", /Could not convert string 'abc'/, /Cast or filter/],
		["SELECT CAST('300' AS tinyint)", /Could not convert string '300'/, /Cast or filter/],
		['SELECT CAST(3000000000 AS integer)', /out of range/, /Cast or filter/],
		['CREATE TABLE a AS SELECT 1; CREATE TABLE a AS SELECT 1', /already exists/, /drop-tables|another name/],
		['SELECT FROM WHERE', /syntax error/, /marked/],
	] as const) {
		for (const send of [() => warehouse.run(sql), async () => collectRows(await warehouse.query(sql))]) {
			await warehouse.run('DROP TABLE IF EXISTS a');
			const error = await t.throwsAsync<StatementError>(send(), {instanceOf: StatementError}, sql);
			t.regex(error?.failure.message ?? '', message, sql);
			t.regex(error?.failure.advice ?? '', advice, sql);
			t.false(error?.failure.message.includes('\n'), sql);
		}
	}
});

test.serial('reports a statement that runs out of memory and continues', async t => {
	const {warehouse, rows} = await openFixture(t, openDuckDb);
	await warehouse.run("SET memory_limit = '50MB'");
	await warehouse.run("SET max_temp_directory_size = '0KB'");
	const sql =
		"SELECT max(length(list)) FROM (SELECT string_agg(i, ',') AS list FROM generate_series(1, 30000000) AS t(i))";
	const error = await t.throwsAsync<StatementError>(rows(sql), {instanceOf: StatementError});
	t.regex(error?.failure.message ?? '', /memory/i);
	t.regex(error?.failure.advice ?? '', /less data at a time/);
	t.deepEqual(await rows('SELECT 1'), [[1]]);
});

test.serial('leaves no temporary files after staging', async t => {
	const temporary = temporaryFolder(t);
	const {stage, folder} = await openFixture(t, openDuckDb, {'log_data/a.json': eventLine()});
	const before = process.env.TMPDIR;
	process.env.TMPDIR = temporary;
	t.teardown(() => {
		if (before === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = before;
	});
	const left = () => t.deepEqual(readdirSync(temporary), []);
	await stage('events');
	left();
	folder.write({'log_data/b.json': 'trash'});
	await stage('events', {maxErrors: 1});
	left();
	await t.throwsAsync(stage('events'));
	left();
	const controller = new AbortController();
	await t.throwsAsync(
		stage('events', {maxErrors: 1, signal: controller.signal, onProgress: () => controller.abort()}),
	);
	left();
});

test.serial('fails only the stage if the temporary folder is missing', async t => {
	const temporary = temporaryFolder(t);
	const data = createDataFolder({'log_data/a.json': eventLine().repeat(2)});
	t.teardown(() => data.remove());
	const {stdout} = await promisify(execFile)(process.execPath, [
		script('stage-once.js'),
		join(temporary, 'x.duckdb'),
		data.path,
		join(temporary, 'missing'),
	]);
	t.regex(stdout, /^failed as DataError: The temporary folder \S+missing doesn't exist\.\n1 rows\n$/);
});

test.serial('fails only the stage if the disk of the temporary files is full', async t => {
	const temporary = temporaryFolder(t);
	const data = createDataFolder({'log_data/a.json': eventLine({artist: 'x'.repeat(2000)}).repeat(10_000)});
	t.teardown(() => data.remove());
	// No file may be larger than 4 MB (blocks of 1 KB, or of 512 bytes): that stands for the full disk.
	const limited = `trap '' XFSZ; ulimit -f 4096; exec "$0" "$@"`;
	const {stdout} = await promisify(execFile)('sh', [
		'-c',
		limited,
		process.execPath,
		script('stage-once.js'),
		join(temporary, 'x.duckdb'),
		data.path,
	]);
	t.regex(stdout, /^failed as \w*Error: .*(?:temporary folder .* is full|limit).*\n1 rows\n$/);
});

test.serial('installs and loads no extension that a statement mentions', async t => {
	const warehouse = await connected(t, join(temporaryFolder(t), 'a.duckdb'));
	const {rows} = await warehouse.query(
		"SELECT current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions')",
	);
	for await (const batch of rows) t.deepEqual(batch, [[false, false]]);
});

test.serial('leaves DuckDB the memory that the rest of the program does not need', async t => {
	const folder = temporaryFolder(t);
	for (const [memoryLimit, left] of [
		[2e9, '1.4 GiB'],
		[512e6, '244.1 MiB'],
	] as const) {
		const warehouse = new DuckDbWarehouse(join(folder, `${memoryLimit}.duckdb`), {memoryLimit});
		t.teardown(() => warehouse.close());
		await warehouse.connect();
		const {rows} = await warehouse.query("SELECT current_setting('memory_limit')");
		for await (const batch of rows) t.deepEqual(batch, [[left]]);
	}
});

test.serial('changes nothing if the folder takes no files', async t => {
	const folder = temporaryFolder(t);
	const file = join(folder, 'a.duckdb');
	const warehouse = await connected(t, file);
	await warehouse.transaction(async () => warehouse.run('CREATE TABLE kept AS SELECT 1 AS n'));
	chmodSync(folder, 0o555);
	const root = process.getuid?.() === 0;
	if (root) process.seteuid?.(65_534);
	try {
		const deletion = warehouse.transaction(async () => warehouse.run('DELETE FROM kept'));
		const error = await t.throwsAsync(deletion, {instanceOf: SparkifyError});
		t.is(error.message, `${file}.undo cannot be written: permission denied.`);
		t.regex(error.failure.advice ?? '', /Choose a file in a folder that you can write to: --database FILE/);
		t.deepEqual(await collectRows(await warehouse.query('SELECT n FROM kept')), [[1]]);
	} finally {
		if (root) process.seteuid?.(0);
		chmodSync(folder, 0o755);
	}
});

test.serial('opens a write-protected file for reading', async t => {
	const folder = temporaryFolder(t);
	chmodSync(folder, 0o755);
	const file = join(folder, 'a.duckdb');
	const writer = await connected(t, file);
	await writer.run('CREATE TABLE kept AS SELECT 1 AS n');
	await writer.close();
	chmodSync(file, 0o444);
	const root = process.getuid?.() === 0;
	// Nothing is write-protected for root: become nobody meanwhile.
	if (root) process.seteuid?.(65_534);
	try {
		const reader = await connected(t, file);
		t.deepEqual(await collectRows(await reader.notebook.query('SELECT n FROM kept')), [[1]]);
		const error = await t.throwsAsync<StatementError>(reader.run('DELETE FROM kept'), {
			instanceOf: StatementError,
		});
		t.regex(error?.failure.advice ?? '', /read-only/);
		// As the checks do, although the folder does not take the files of a commit either.
		await t.notThrowsAsync(reader.transaction(async () => reader.run('SELECT n FROM kept')));
	} finally {
		if (root) process.seteuid?.(0);
	}
});
