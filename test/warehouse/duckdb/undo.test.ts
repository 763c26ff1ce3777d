import {spawn} from 'node:child_process';
import {closeSync, copyFileSync, existsSync, openSync, readFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {ConnectionError} from '../../../src/errors.js';
import {openForUndo} from '../../../src/warehouse/duckdb/undo.js';
import {openWarehouse} from '../../../src/warehouse/open-warehouse.js';
import {workFolder} from '../../commands/run-program.js';

const firstBlock = 12_288;

/** A database with one row in a table, and its file as it is in the middle of the next COMMIT, with its undo copy. */
async function cutOff(t: ExecutionContext) {
	const folder = workFolder(t);
	const file = join(folder, 'a.duckdb');
	const copy = join(folder, 'copy.duckdb');
	const warehouse = await openWarehouse({engine: 'duckdb', database: file});
	await warehouse.connect();
	await warehouse.transaction(async () => warehouse.run('CREATE TABLE kept AS SELECT 1 AS n'));
	const run = warehouse.run.bind(warehouse);
	warehouse.run = async (sql, options) => {
		if (sql !== 'COMMIT') return run(sql, options);
		copyFileSync(file, copy);
		const rows = await run(sql, options);
		copyFileSync(`${file}.undo`, `${copy}.undo`);
		return rows;
	};
	await warehouse.transaction(async () =>
		warehouse.run('INSERT INTO kept SELECT i FROM range(2, 4) AS t(i)'),
	);
	await warehouse.close();
	t.false(existsSync(`${file}.undo`));
	return {before: copy, after: file};
}

async function rowsOf(file: string) {
	const warehouse = await openWarehouse({engine: 'duckdb', database: file});
	await warehouse.connect();
	try {
		return await warehouse.observe('SELECT n FROM kept ORDER BY n');
	} finally {
		await warehouse.close();
	}
}

/** Puts the first part of the block that COMMIT rewrites into the file, as a write that was killed does. */
function tear(file: string, from: string): void {
	const descriptor = openSync(file, 'r+');
	writeSync(descriptor, readFileSync(from).subarray(firstBlock, firstBlock + 4096), 0, 4096, firstBlock);
	closeSync(descriptor);
}

test('undoes a checkpoint that was interrupted in the middle of a block', async t => {
	const {before, after} = await cutOff(t);
	tear(before, after);
	await t.notThrowsAsync(async () => t.deepEqual(await rowsOf(before), [[1]]));
	t.false(existsSync(`${before}.undo`));
});

test('reports the same file as damaged without the undo copy', async t => {
	const {before, after} = await cutOff(t);
	const torn = `${before}.torn`;
	copyFileSync(before, torn);
	tear(torn, after);
	const error = await t.throwsAsync<ConnectionError>(rowsOf(torn), {instanceOf: ConnectionError});
	t.true(error?.failure.damaged);
});

test('keeps a finished checkpoint although an undo copy is left', async t => {
	const {before, after} = await cutOff(t);
	copyFileSync(`${before}.undo`, `${after}.undo`);
	t.deepEqual(await rowsOf(after), [[1], [2], [3]]);
	t.false(existsSync(`${after}.undo`));
});

test('goes without an undo copy where DuckDB shares its file with nobody, as on Windows', async t => {
	const refusing = (code: string) => async () => {
		throw Object.assign(new Error(code), {code});
	};
	t.is(await openForUndo('a.duckdb', refusing('EBUSY')), undefined);
	await t.throwsAsync(openForUndo('a.duckdb', refusing('EIO')), {message: 'EIO'});
});

test('leaves the undo copy alone while another process has the file open', async t => {
	const {before} = await cutOff(t);

	const script = `import {DuckDBInstance} from '@duckdb/node-api';
		await DuckDBInstance.create(${JSON.stringify(before)}); console.log('open'); setInterval(() => {}, 1000);`;
	const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	t.teardown(() => holder.kill('SIGKILL'));
	await new Promise(resolve => holder.stdout.once('data', resolve));
	await t.throwsAsync(rowsOf(before), {message: /in use by another process/});
	t.true(existsSync(`${before}.undo`));
});
