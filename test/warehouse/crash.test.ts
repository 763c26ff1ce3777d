import {spawn} from 'node:child_process';
import {copyFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {ConnectionError} from '../../src/errors.js';
import {openWarehouse} from '../../src/warehouse/open-warehouse.js';

const child = fileURLToPath(new URL('../support/crash-child.ts', import.meta.url));
const kills = 12;
/** COMMIT takes some 30 to 60 ms here; the kills are spread over that and a little more. */
const spreadMs = 70;

async function execute(database: string, statements: readonly string[]): Promise<void> {
	const warehouse = openWarehouse({engine: 'duckdb', database});
	await warehouse.connect();
	for (const sql of statements) await warehouse.run(sql);
	await warehouse.close();
}

async function counts(database: string): Promise<string> {
	const warehouse = openWarehouse({engine: 'duckdb', database});
	await warehouse.connect();
	const tables = await warehouse.inspectTables(['a', 'b', 'c', 'd']);
	await warehouse.run('CHECKPOINT');
	await warehouse.close();
	return tables.map(({name, rows}) => `${name} ${rows}`).join(', ');
}

/**
What the tables hold, or that the file is damaged. DuckDB rewrites a block of 256 KiB with the catalog in place at each
checkpoint. A kill in the middle of that write leaves a wrong checksum, which DuckDB finds and nothing can prevent here.
*/
async function countsOrDamage(database: string): Promise<string> {
	try {
		return await counts(database);
	} catch (error) {
		if (error instanceof ConnectionError && error.failure.damaged) return 'damaged';
		throw error;
	}
}

/** Runs the child and kills it some time after it has sent its COMMIT; answers whether COMMIT had returned. */
async function killInCommit(database: string, activity: string, afterMs: number): Promise<boolean> {
	const running = spawn(process.execPath, ['--import=tsx', child, database, activity], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let said = '';
	let armed = false;
	running.stdout.on('data', data => {
		said += String(data);
		if (armed || !said.includes('commit sent')) return;
		armed = true;
		setTimeout(() => running.kill('SIGKILL'), afterMs);
	});
	await new Promise(resolve => running.once('close', resolve));
	return said.includes('commit done');
}

for (const activity of ['nothing', 'an open result', 'updates', 'a running query'])
	test.serial(
		`a SIGKILL in the middle of COMMIT leaves all of the transaction, nothing of it, or a file known to be damaged, with ${activity} in the notebook`,
		async t => {
			t.timeout(120_000);
			const folder = mkdtempSync(join(tmpdir(), 'sparkify-crash-'));
			t.teardown(() => rmSync(folder, {recursive: true}));
			const before = 'a 1, b 1, c 1, d 1';
			const after = 'a 250000, b 250000, c 250000, d 1';
			const base = join(folder, 'base.duckdb');
			await execute(base, [
				...['a', 'b', 'c'].map(
					name => `CREATE TABLE ${name} AS SELECT CAST(0 AS bigint) AS id, 'old' AS text`,
				),
				'CREATE TABLE d AS SELECT CAST(0 AS bigint) AS id',
			]);

			let damaged = 0;
			for (let kill = 0; kill < kills; kill++) {
				const database = join(folder, `${kill}.duckdb`);
				copyFileSync(base, database);
				const acknowledged = await killInCommit(database, activity, (kill * spreadMs) / kills);
				const found = await countsOrDamage(database);
				if (acknowledged) t.is(found, after, `kill ${kill}: an acknowledged commit was lost`);
				else if (found === 'damaged') damaged++;
				else t.true(found === before || found === after, `kill ${kill}: ${found}`);
			}
			t.true(damaged <= 2, `${damaged} of ${kills} files are damaged`);
		},
	);
