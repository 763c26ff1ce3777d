import {readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {stageIds} from '../../src/star/stages.js';
import {ownedTables} from '../../src/star/tables.js';
import {stageCount} from '../support/stage-numbers.js';
import {run, runAlone, workFolder} from './run-program.js';

test('prints the SQL of every stage in order and creates nothing', async t => {
	const folder = workFolder(t);
	const {code, stdout, stderr} = await runAlone(folder, ['plan']);
	t.is(code, 0);
	t.is(stderr, '');
	t.deepEqual(
		[...stdout.matchAll(new RegExp(String.raw`^-- +(\d+) of ${stageCount} {2}([\w-]+): `, 'gm'))].map(
			([, number, id]) => [number, id],
		),
		stageIds.map((id, index) => [String(index + 1), id]),
	);
	const places = [
		'DROP TABLE IF EXISTS songplays;',
		'CREATE TABLE songplays (',
		'INSERT INTO staging_events',
		'INSERT INTO staging_songs',
		'INSERT INTO songplays (',
		'INSERT INTO users (',
		'INSERT INTO songs (',
		'INSERT INTO artists (',
		'INSERT INTO "time" (',
	].map(text => stdout.indexOf(text));
	t.true(places.every(place => place > 0));
	t.deepEqual(
		places,
		[...places].sort((a, b) => a - b),
	);
	t.deepEqual(readdirSync(folder), []);
});

test('prints the SQL for PostgreSQL without connecting to a server', async t => {
	const folder = workFolder(t);
	const bare = await run(folder, ['plan', '--engine', 'postgres']);
	t.is(bare.code, 0);
	t.is(bare.stderr, '');
	t.regex(bare.stdout, /^COPY /m);
	t.regex(bare.stdout, /^CREATE TABLE songplays \($/m);
	writeFileSync(
		join(folder, 'dwh.cfg'),
		`[CLUSTER]\nHOST = nowhere.invalid\nDB_PASSWORD = \${NOT_SET_ANYWHERE}\n`,
	);
	t.deepEqual(await run(folder, ['plan']), bare);
});

test('qualifies the tables with SCHEMA on both servers, without connecting', async t => {
	const folder = workFolder(t);
	writeFileSync(join(folder, 'dwh.cfg'), '[WAREHOUSE]\nSCHEMA = Star 1\n');
	for (const engine of ['postgres', 'redshift']) {
		const {code, stdout} = await run(folder, ['plan', '--engine', engine]);
		t.is(code, 0, engine);
		t.regex(stdout, /^SET search_path TO "Star 1";$/m, engine);
		t.is(stdout.match(/^DROP TABLE IF EXISTS "Star 1"\./gm)?.length, ownedTables.length, engine);
		t.is(stdout.match(/^CREATE (?:UNLOGGED )?TABLE "Star 1"\./gm)?.length, ownedTables.length, engine);
	}
	const duckDb = await run(folder, ['plan', '--engine', 'duckdb']);
	t.notRegex(duckDb.stdout, /Star 1|search_path/);
});

test('prints the SQL for Redshift without a configuration, with placeholders', async t => {
	const folder = workFolder(t);
	const {code, stdout, stderr} = await run(folder, ['plan', '--engine', 'redshift']);
	t.is(code, 0);
	t.is(stderr, 'Note: The SQL has placeholders, because dwh.cfg does not set LOG_DATA, SONG_DATA, ARN.\n');
	t.regex(stdout, /^COPY staging_events .*\n\tFROM 's3:\/\/BUCKET\/log_data'\n\tIAM_ROLE 'arn:aws:iam::/m);
	t.regex(stdout, /^\tFROM 's3:\/\/BUCKET\/song_data'$/m);

	// Uses the values that are set, without a connection.
	writeFileSync(join(folder, 'dwh.cfg'), '[S3]\nLOG_DATA = s3://mine/logs\n[IAM_ROLE]\nARN = default\n');
	const partial = await run(folder, ['plan', '--engine', 'redshift']);
	t.is(partial.code, 0);
	t.is(partial.stderr, 'Note: The SQL has placeholders, because dwh.cfg does not set SONG_DATA.\n');
	t.regex(partial.stdout, /^\tFROM 's3:\/\/mine\/logs'\n\tIAM_ROLE default$/m);
});
