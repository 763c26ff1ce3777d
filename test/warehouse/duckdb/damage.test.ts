import {
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {DuckDBInstance} from '@duckdb/node-api';
import test, {type ExecutionContext} from 'ava';
import {ConnectionError} from '../../../src/errors.js';
import {newestStorageVersion} from '../../../src/warehouse/duckdb/damage.js';
import {DuckDbWarehouse} from '../../../src/warehouse/duckdb/warehouse.js';

const blockSize = 262_144;
const firstBlock = 3 * 4096;

function temporaryFile(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-damage-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	return join(folder, 'x.duckdb');
}

/** The bytes of a database with a table, and those of its write-ahead log. */
async function healthy(
	t: ExecutionContext,
	encrypted = false,
): Promise<{readonly bytes: Buffer; readonly wal: Buffer}> {
	const file = temporaryFile(t);
	const instance = await DuckDBInstance.create();
	const connection = await instance.connect();
	if (encrypted) await connection.run("SET force_mbedtls_unsafe = 'true'");
	await connection.run(`ATTACH '${file}' AS x ${encrypted ? "(ENCRYPTION_KEY 'secret')" : ''}`);
	await connection.run('CREATE TABLE x.t AS SELECT range AS a FROM range(1000)');
	await connection.run('CHECKPOINT x');
	const bytes = readFileSync(file);
	await connection.run('CREATE TABLE x.u (a INTEGER)');
	const wal = encrypted ? Buffer.alloc(0) : readFileSync(`${file}.wal`);
	connection.closeSync();
	instance.closeSync();
	return {bytes, wal};
}

/** Where the metadata block begins that the later of the two database headers points to. */
function metadataBlock(bytes: Buffer): number {
	const [first, second] = [4096, 8192];
	const header = bytes.readBigUInt64LE(first + 8) > bytes.readBigUInt64LE(second + 8) ? first : second;
	const block = BigInt.asUintN(56, bytes.readBigUInt64LE(header + 16));
	return firstBlock + Number(block) * blockSize;
}

function changed(bytes: Buffer, change: (bytes: Buffer) => unknown): Buffer {
	const copy = Buffer.from(bytes);
	change(copy);
	return copy;
}

/** DuckDB's checksum of the main header, over everything after it. */
function withChecksum(bytes: Buffer): Buffer {
	let sum = 5381n;
	for (let at = 8; at < 4096; at += 8)
		sum ^= BigInt.asUintN(64, bytes.readBigUInt64LE(at) * 0xbf_58_47_6d_1c_e4_e5_b9n);
	return changed(bytes, copy => copy.writeBigUInt64LE(sum, 0));
}

async function refusal(t: ExecutionContext, warehouse: DuckDbWarehouse): Promise<ConnectionError> {
	return (await t.throwsAsync(warehouse.connect(), {instanceOf: ConnectionError}))!;
}

test('moves a damaged file and its log aside and creates a new one', async t => {
	const {bytes, wal} = await healthy(t);
	const metadata = metadataBlock(bytes);
	const damages: Readonly<Record<string, readonly [database: Buffer, log?: Buffer]>> = {
		'main header': [changed(bytes, copy => copy.fill(7, 100, 200))],
		'first database header': [changed(bytes, copy => copy.fill(7, 4096, 4608)), Buffer.from('log')],
		'second database header': [changed(bytes, copy => copy.fill(0, 8192, 12_288))],
		'both database headers': [changed(bytes, copy => copy.fill(0, 4096, 12_288))],
		'metadata block': [changed(bytes, copy => copy.fill(7, metadata, metadata + 512))],
		'cut off in the headers': [bytes.subarray(0, 6000)],
		'cut off after the headers': [bytes.subarray(0, firstBlock + 1)],
		'write-ahead log': [bytes, changed(wal, copy => copy.fill(7, copy.length / 2))],
	};
	for (const [name, [database, log]] of Object.entries(damages)) {
		const file = temporaryFile(t);
		writeFileSync(file, database);
		if (log !== undefined) writeFileSync(`${file}.wal`, log);
		const warehouse = new DuckDbWarehouse(file);
		const {failure} = await refusal(t, warehouse);
		t.true(failure.damaged, name);
		t.is(failure.message, `${file} is damaged.`);
		const moved = await warehouse.moveDamagedFile();
		t.is(moved[0]?.from, file);
		t.regex(basename(moved[0]!.to), /^x\.duckdb\.damaged-\d{8}-\d{6}$/);
		t.deepEqual(readFileSync(moved[0]!.to), database, name);
		if (log !== undefined) {
			t.deepEqual(moved[1], {from: `${file}.wal`, to: `${moved[0]!.to}.wal`});
			t.deepEqual(readFileSync(moved[1]!.to), log, name);
		}
		t.is(moved.length, log === undefined ? 1 : 2);
		t.false(existsSync(file));
		await warehouse.connect();
		t.deepEqual(await warehouse.catalog(), []);
		await warehouse.close();
	}
});

test('does not report other files as damaged', async t => {
	const {bytes} = await healthy(t);
	const {bytes: encrypted} = await healthy(t, true);
	const newer = changed(bytes, copy => copy.writeBigUInt64LE(newestStorageVersion + 1n, 12));
	const others: Readonly<Record<string, Buffer>> = {
		text: Buffer.from('level,location\n'.repeat(1000)),
		empty: Buffer.alloc(0),
		SQLite: Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(20_000)]),
		'newer version': withChecksum(newer),
		'newer version, damaged': newer,
		'older version': withChecksum(changed(bytes, copy => copy.writeBigUInt64LE(1n, 12))),
		encrypted,
		'encrypted, damaged': changed(encrypted, copy => copy.fill(7, 100, 200)),
		'encrypted, cut off': encrypted.subarray(0, 5000),
		'only zeros': Buffer.alloc(bytes.length),
	};
	for (const [name, content] of Object.entries(others)) {
		const file = temporaryFile(t);
		writeFileSync(file, content);
		const {failure} = await refusal(t, new DuckDbWarehouse(file));
		t.is(failure.damaged, undefined, name);
		t.notRegex(failure.message, /is damaged/, name);
		t.deepEqual(readFileSync(file), content, name);
	}
});

test('the newest storage version is the one that DuckDB reports', async t => {
	const {bytes} = await healthy(t);
	const file = temporaryFile(t);
	writeFileSync(file, withChecksum(changed(bytes, copy => copy.writeBigUInt64LE(999n, 12))));
	const {failure} = await refusal(t, new DuckDbWarehouse(file));
	t.regex(failure.message, /another version of DuckDB/);
	t.regex(failure.detail ?? '', new RegExp(`between \\d+ and ${newestStorageVersion}\\.`));
});

test('overwrites nothing and keeps a file that replaced the damaged one', async t => {
	const {bytes} = await healthy(t);
	const file = temporaryFile(t);
	const damaged = changed(bytes, copy => copy.fill(7, 4096, 8192));
	const names = new Set<string>();
	for (let time = 0; time < 3; time++) {
		writeFileSync(file, damaged);
		const warehouse = new DuckDbWarehouse(file);
		await refusal(t, warehouse);
		for (const {to} of await warehouse.moveDamagedFile()) names.add(to);
	}
	t.is(names.size, 3);
	for (const name of names) t.deepEqual(readFileSync(name), damaged);

	writeFileSync(file, damaged);
	const warehouse = new DuckDbWarehouse(file);
	await refusal(t, warehouse);
	rmSync(file);
	symlinkSync([...names][0]!, file);
	await t.throwsAsync(warehouse.moveDamagedFile(), {
		instanceOf: ConnectionError,
		message: /could not be moved/,
	});
	t.is(readdirSync(join(file, '..')).length, 4);
});
