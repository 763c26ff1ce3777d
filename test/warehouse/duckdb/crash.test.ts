import {spawn} from 'node:child_process';
import {copyFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {openWarehouse} from '../../../src/warehouse/open-warehouse.js';

const child = fileURLToPath(new URL('../../support/crash-child.js', import.meta.url));
const kills = 12;
/** COMMIT takes some 30 to 60 ms here; the kills are spread over that and a little more. */
const spreadMs = 70;

async function execute(database: string, statements: readonly string[]): Promise<void> {
	const warehouse = await openWarehouse({engine: 'duckdb', database});
	await warehouse.connect();
	for (const sql of statements) await warehouse.run(sql);
	await warehouse.close();
}

async function counts(database: string): Promise<string> {
	const warehouse = await openWarehouse({engine: 'duckdb', database});
	await warehouse.connect();
	const tables = await warehouse.inspectTables(['a', 'b', 'c', 'd']);
	await warehouse.run('CHECKPOINT');
	await warehouse.close();
	return tables.map(({name, rows}) => `${name} ${rows}`).join(', ');
}

/** Runs the child and kills it some time after it has sent its COMMIT; returns whether COMMIT had returned. */
async function killInCommit(database: string, activity: string, afterMs: number): Promise<boolean> {
	const running = spawn(process.execPath, [child, database, activity], {
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
		`a SIGKILL in the middle of COMMIT leaves all of the transaction or nothing of it, with ${activity} in the notebook`,
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

			for (let kill = 0; kill < kills; kill++) {
				const database = join(folder, `${kill}.duckdb`);
				copyFileSync(base, database);
				const acknowledged = await killInCommit(database, activity, (kill * spreadMs) / kills);
				const found = await counts(database);
				rmSync(database);
				if (acknowledged) t.is(found, after, `kill ${kill}: an acknowledged commit was lost`);
				else t.true(found === before || found === after, `kill ${kill}: ${found}`);
			}
		},
	);
