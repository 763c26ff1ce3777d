import {
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {stageIds} from '../../src/star/stages.js';
import {createDataFolder, eventLine, playLine, songText} from '../support/data-folder.js';
import {checkCount, lineStart, stageCount} from '../support/stage-numbers.js';
import {run, runAlone, start, workFolder} from './run-program.js';
import {smallCounts, smallData} from './small-data.js';

/** The fields of a `load --json` line that the tests read. */
type Line = {
	readonly type: string;
	readonly stage?: string;
	readonly message?: string;
	readonly where?: string;
	readonly rows?: number;
	readonly rejected?: number;
	readonly ms?: number;
	readonly ok?: boolean;
	readonly counts?: Readonly<Record<string, number>>;
};

const lines = (stdout: string): readonly Line[] =>
	stdout
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Line);

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

test.serial('prints counts on standard output, progress on standard error', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	const {code, stdout, stderr} = await runAlone(folder, ['load', '--yes', '--data', data]);
	t.is(code, 0);
	t.is(
		stdout,
		`table            rows
songplays           2
users               2
songs               1
artists             1
time                2
staging_events      3
staging_songs       1
staging_rejects     0
staging_loads       7
`,
	);
	t.false(stderr.includes('\u001B'), 'no escape codes in a pipe');
	const lines = stderr.split('\n');
	const created = lines.filter(line => line.includes('Created'));
	t.is(created[0], '    Created sparkify.duckdb in this folder.');
	t.regex(created[1]!, /sparkify-tui for the history, the record of loads and unsaved cells\.$/);
	const progress = lines.filter(line => !created.includes(line));
	t.is(progress[0], `Source: ${data}. Warehouse: DuckDB sparkify.duckdb.`);
	t.regex(progress[1]!, new RegExp(String.raw`^${lineStart('connect')}DuckDB \d+\.\d+\.\d+ {2}[\d.]+ m?s$`));
	t.regex(
		progress[4]!,
		new RegExp(String.raw`^${lineStart('stage-events')}3 rows, 0 rejected, 3 records read {2}[\d.]+ m?s$`),
	);
	t.regex(progress[6]!, new RegExp(String.raw`^${lineStart('load-songplays')}2 rows {2}[\d.]+ m?s$`));
	const checks = progress.slice(12, -2);
	t.is(checks.filter(line => line.startsWith('    ok      ')).length, checkCount);
	t.deepEqual(
		checks.filter(line => !line.startsWith('    ok      ')),
		['            Normal: the files have only 1 song. Ready query: "Unmatched plays".'],
	);
	t.regex(lastLine(stderr)!, new RegExp(String.raw`^Done\. ${stageCount} stages, [\d.]+ m?s\.$`));
});

test.serial('warns about events without NextSong and exits with 0', async t => {
	const folder = workFolder(t);
	const data = createDataFolder({'log_data/a.json': eventLine(), 'song_data/a.json': songText()});
	t.teardown(() => data.remove());
	const {code, stderr} = await run(folder, ['load', '--yes', '--data', data.path]);
	t.is(code, 0);
	t.regex(stderr, new RegExp(`^${lineStart('verify')}${checkCount - 1} checks passed, 1 warning {2}`, 'm'));
	t.regex(
		stderr,
		/\n {4}warning {2}NextSong events .*\n {12}No staged event has the page NextSong: check that LOG_DATA/,
	);
	const json = await run(folder, ['load', '--yes', '--json', '--stage', 'verify', '--data', data.path]);
	t.is(json.code, 0);
	t.regex(json.stdout, /"id":"plays-accounted",[^}]*"ok":true,"warning":true,"note":"No staged event/);
});

test.serial('prints counts on standard output and only errors on standard error with --quiet', async t => {
	const folder = workFolder(t);
	const {code, stdout, stderr} = await run(folder, ['load', '-yq', '--data', smallData(t)]);
	t.deepEqual([code, stderr], [0, '']);
	t.regex(stdout, /^songplays +2$/m);
	const dry = await run(folder, ['load', '--dry-run', '-q', '--data', smallData(t)]);
	t.deepEqual([dry.code, dry.stderr], [0, '']);
	const broken = smallData(t, 'nonsense\n');
	const failed = await run(folder, ['load', '-yq', '--stage', 'stage-events', '--data', broken]);
	t.is(failed.code, 1);
	t.regex(failed.stderr, /^2 of 2 {2}stage-events {2}FAILED/);
});

test.serial('prints one event per line with --json, the counts last', async t => {
	const {code, stdout} = await run(workFolder(t), ['load', '--yes', '--json', '--data', smallData(t)]);
	t.is(code, 0);
	const events = lines(stdout);
	t.deepEqual(
		events.filter(({type}) => type === 'stage-started').map(({stage}) => stage),
		[...stageIds],
	);
	const finished = events.filter(({type}) => type === 'stage-finished');
	t.deepEqual(
		finished.map(({stage, rows, rejected}) => [stage, rows, rejected]).filter(([, rows]) => rows !== 0),
		[
			['stage-events', 3, 0],
			['stage-songs', 1, 0],
			['load-songplays', 2, 0],
			['load-users', 2, 0],
			['load-songs', 1, 0],
			['load-artists', 1, 0],
			['load-time', 2, 0],
			['verify', checkCount, 0],
		],
	);
	t.true(finished.every(({ms}) => typeof ms === 'number'));
	t.true(events.some(({type, stage}) => type === 'stage-progress' && stage === 'stage-events'));
	const last = events.at(-1)!;
	t.is(last.type, 'run-finished');
	t.is(last.ok, true);
	t.deepEqual(last.counts, smallCounts);
});

test.serial('runs without --yes and a terminal unless rows would be lost, else exits with 2', async t => {
	const folder = workFolder(t);
	const args = ['load', '--data', smallData(t)];
	t.is((await run(folder, args)).code, 0);

	const again = await run(folder, args);
	t.is(again.code, 2);
	t.is(again.stdout, '');
	t.true(
		again.stderr.endsWith(
			'sparkify-tui: drop-tables would remove 2 rows of songplays, 2 rows of users, 1 row of songs, 1 row of artists, ' +
				'2 rows of time, 3 rows of staging_events, 1 row of staging_songs, 7 rows of staging_loads. ' +
				"Without a terminal, this can't be confirmed.\n" +
				'-> Nothing was changed. Use --yes to confirm.\n',
		),
	);
	const kept = await run(folder, ['query', 'SELECT count(*) AS plays FROM songplays', '--format', 'csv']);
	t.is(kept.stdout, 'plays\r\n2\r\n');

	const json = await run(folder, [...args, '--json']);
	t.is(json.code, 2);
	t.like(lines(json.stdout).at(-1), {type: 'run-finished', ok: false, counts: smallCounts});

	t.is((await run(folder, [...args, '--yes'])).code, 0);
});

test.serial('runs load without a command and without a terminal', async t => {
	const folder = workFolder(t);
	const args = ['--data', smallData(t)];
	const first = await run(folder, args);
	t.is(first.code, 0);
	t.true(first.stdout.startsWith('table            rows\nsongplays           2\n'));
	t.is((await run(folder, args)).code, 2);
});

test.serial('runs only connect and the stages of --stage', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	await run(folder, ['load', '--yes', '--data', data]);
	const {code, stdout, stderr} = await run(folder, [
		...['load', '--yes', '--json', '--data', data],
		...['--stage', 'load-time', '--stage', 'load-users'],
	]);
	t.is(code, 0);
	t.deepEqual(
		lines(stdout).flatMap(({type, stage}) => (type === 'stage-finished' ? [stage] : [])),
		['connect', 'load-users', 'load-time'],
	);
	t.regex(stderr, /^2 of 3 {2}load-users {2}2 rows, 2 before {2}/m);
	t.regex(stderr, /^Done\. 3 stages, /m);
});

test.serial('rejects staged data after LOG_DATA or SONG_DATA in dwh.cfg has changed', async t => {
	const folder = workFolder(t);
	const [first, second] = [smallData(t), smallData(t)];
	const configure = (logData: string, songData: string) =>
		writeFileSync(
			join(folder, 'dwh.cfg'),
			`[S3]\nLOG_DATA = ${logData}/log_data\nSONG_DATA = ${songData}/song_data\n`,
		);
	configure(first, first);
	t.is((await run(folder, ['load', '--yes'])).code, 0);
	for (const [logData, songData] of [
		[second, first],
		[first, second],
	] as const) {
		configure(logData, songData);
		const transform = await run(folder, ['load', '--yes', '--stage', 'load-users']);
		t.is(transform.code, 1);
		t.regex(transform.stderr, /staging_\w+ was loaded from another source: /);
	}
	const verified = await run(folder, ['load', '--yes', '--stage', 'verify']);
	t.is(verified.code, 1);
	t.regex(verified.stderr, /another source/);
});

test.serial('fails a stage on a reject, blocks its dependents, runs the others and exits with 1', async t => {
	const folder = workFolder(t);
	const data = smallData(t, `${playLine({length: 'long'})}{"page":\n`);
	const {code, stdout, stderr} = await run(folder, ['load', '--yes', '--json', '--data', data]);
	t.is(code, 1);
	const events = lines(stdout);
	t.like(
		events.find(({type}) => type === 'stage-failed'),
		{
			stage: 'stage-events',
			message: '2 records can\'t be loaded, and none is allowed. The first: "long" is not a number.',
			where: 'log_data/2018/11/2018-11-01-events.json:4, column length',
		},
	);
	t.deepEqual(
		events.flatMap(({type, stage, message}) => (type === 'stage-waiting' ? [[stage, message]] : [])),
		stageIds.slice(5).map(stage => [stage, 'stage-events failed']),
	);
	t.like(events.at(-1), {
		type: 'run-finished',
		ok: false,
		counts: {
			...smallCounts,
			songplays: 0,
			users: 0,
			songs: 0,
			artists: 0,
			time: 0,
			staging_events: 0,
			staging_rejects: 2,
			staging_loads: 1,
		},
	});
	t.regex(stderr, new RegExp(`^${lineStart('stage-events')}FAILED, rolled back {2}`, 'm'));
	t.true(
		stderr.includes(
			'\n    rejected log_data/2018/11/2018-11-01-events.json:4 length: "long" is not a number\n' +
				'    rejected log_data/2018/11/2018-11-01-events.json:5 ',
		),
	);
	t.regex(stderr, new RegExp(`^${lineStart('load-songplays')}waiting: stage-events failed$`, 'm'));
	t.regex(lastLine(stderr)!, /^Not done\. 4 stages done, 1 failed, 6 not run, /);
});

test.serial('continues past rejects with --max-errors and lists them', async t => {
	const data = smallData(t, playLine({length: 'long'}));
	const {code, stdout, stderr} = await run(workFolder(t), [
		'load',
		'--yes',
		'--max-errors',
		'1',
		'--data',
		data,
	]);
	t.is(code, 0);
	t.regex(stdout, /^staging_rejects +1$/m);
	t.regex(stderr, new RegExp(`^${lineStart('stage-events')}3 rows, 1 rejected, 4 records read {2}`, 'm'));
	t.true(
		stderr.includes(
			'\n    rejected log_data/2018/11/2018-11-01-events.json:4 length: "long" is not a number\n',
		),
	);
});

test.serial('fails on unknown keys with SCHEMA_DRIFT = fail, unless they are accepted', async t => {
	const folder = workFolder(t);
	t.is((await run(folder, ['load', '--yes', '--data', smallData(t)])).code, 0);
	writeFileSync(join(folder, 'dwh.cfg'), '[LOAD]\nSCHEMA_DRIFT = fail\n');
	const data = smallData(t, eventLine().replace('}', ',"device":"tv"}'));
	const args = ['load', '--yes', '--stage', 'stage-events', '--data', data];
	const failed = await run(folder, args);
	t.is(failed.code, 1);
	t.regex(failed.stdout, /^staging_events +3$/m);
	t.true(
		failed.stderr.includes(
			`    The keys of the records differ from the columns of staging_events: unknown "device".
    at log_data/2018/11/2018-11-01-events.json:4
    1 record has an unknown key "device" (first: log_data/2018/11/2018-11-01-events.json:4).
    -> Nothing was loaded. If the change is expected, add the keys to ACCEPTED_KEYS under [LOAD] in dwh.cfg, or accept all with --schema-drift warn.
`,
		),
		failed.stderr,
	);
	const json = await run(folder, [...args, '--json']);
	t.like(
		lines(json.stdout).find(({type}) => type === 'stage-failed'),
		{stage: 'stage-events', where: 'log_data/2018/11/2018-11-01-events.json:4'},
	);
	writeFileSync(join(folder, 'dwh.cfg'), '[LOAD]\nSCHEMA_DRIFT = fail\nACCEPTED_KEYS = appVersion, Device\n');
	const listed = await run(folder, args);
	t.is(listed.code, 0);
	t.regex(listed.stderr, /^ {4}note: 1 record has an unknown key "device"/m);
	writeFileSync(join(folder, 'dwh.cfg'), '[LOAD]\nSCHEMA_DRIFT = fail\n');
	const accepted = await run(folder, [...args, '--schema-drift', 'warn']);
	t.is(accepted.code, 0);
	t.regex(accepted.stdout, /^staging_events +4$/m);
	t.regex(accepted.stderr, /^ {4}warning: 1 record has an unknown key "device" \(first: .*\.json:4\)\.$/m);
});

test.serial('fails verify and lists the rows if tables contradict each other', async t => {
	const folder = workFolder(t);
	await run(folder, ['load', '--data', smallData(t)]);
	const twice = await run(folder, [
		'query',
		'--write',
		'INSERT INTO users SELECT * FROM users WHERE user_id = 26',
	]);
	t.deepEqual(twice, {code: 0, stdout: '', stderr: 'INSERT 0 1\n'});
	const {code, stdout, stderr} = await run(folder, ['load', '--yes', '--stage', 'verify']);
	t.is(code, 1);
	t.regex(stdout, /^users +3$/m);
	t.regex(stderr, /^2 of 2 {2}verify {3}FAILED {2}[\d.]+ m?s$/m);
	t.regex(stderr, /^ {4}ok {6}no key is NULL {2}\(/m);
	t.regex(
		stderr,
		/^ {4}FAILED {2}keys are unique in .*repeated in users 1, .*\n {12}Query for the rows:\n {12}\S/m,
	);
	t.false(stderr.includes('␉'));
});

test.serial('loads the bundled sample without --data', async t => {
	const {code, stdout, stderr} = await run(workFolder(t), ['load']);
	t.is(code, 0);
	t.true(stderr.startsWith('Source: bundled sample. Warehouse: DuckDB sparkify.duckdb.\n'));
	t.regex(stdout, /^staging_songs +1500$/m);
	t.regex(stderr, new RegExp(String.raw`^Done\. ${stageCount} stages, `, 'm'));
});

test.serial('exits with code 3 without a connection', async t => {
	const folder = workFolder(t);
	writeFileSync(join(folder, 'not.duckdb'), 'This is a text.');
	const args = ['load', '--yes', '--database', 'not.duckdb', '--data', smallData(t)];
	const {code, stdout, stderr} = await run(folder, args);
	t.is(code, 3);
	t.is(stdout, '');
	t.true(stderr.includes('\n    not.duckdb is not a DuckDB database.\n'));
	t.regex(
		lastLine(stderr)!,
		new RegExp(String.raw`^No connection\. 0 stages done, 1 failed, ${stageCount - 1} not run, `),
	);

	const json = await run(folder, [...args, '--json']);
	t.is(json.code, 3);
	t.like(lines(json.stdout).at(-1), {type: 'run-finished', ok: false, counts: {}});
});

/** Enough events for a stage that lasts some seconds, written once for all tests. */
const manyEvents = mkdtempSync(join(tmpdir(), 'sparkify-test-many-'));
test.before(async () => {
	await run(manyEvents, ['generate', 'data', '--events', '400000', '--songs', '10']);
});
test.after.always(() => rmSync(manyEvents, {recursive: true, force: true}));

for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const) {
	test.serial(`rolls back the running stage on ${signal}, says so and exits with ${code}`, async t => {
		const folder = workFolder(t);
		const data = join(manyEvents, 'data');
		const {child, ended} = start(folder, ['load', '--json', '--data', data, '--max-errors', '1000']);
		let seen = '';
		const interrupt = (chunk: Buffer) => {
			seen += chunk;
			if (!seen.includes('"stage-progress","stage":"stage-events"')) return;
			child.stdout!.off('data', interrupt);
			child.kill(signal);
		};
		child.stdout!.on('data', interrupt);
		const {code: ending, stdout, stderr} = await ended;
		t.is(ending, code);
		const events = lines(stdout);
		t.like(events.at(-2), {type: 'stage-cancelled', stage: 'stage-events'});
		t.like(events.at(-1), {type: 'run-finished', ok: false});
		t.is(events.at(-1)!.counts?.staging_events, 0);
		t.true(stderr.includes('\nInterrupted. Rolling back the running stage.'));
		t.regex(stderr, new RegExp(`^${lineStart('stage-events')}cancelled, rolled back {2}`, 'm'));
		const {stdout: rows} = await run(folder, [
			...['query', 'SELECT count(*) AS n FROM staging_events', '--format', 'csv'],
		]);
		t.is(rows, 'n\r\n0\r\n');
	});
}

test.serial('continues when its output is closed', async t => {
	const folder = workFolder(t);
	const {child, ended} = start(folder, ['load', '--json', '--data', smallData(t)]);
	child.stdout!.destroy();
	const {code, stderr} = await ended;
	t.is(code, 0);
	t.regex(lastLine(stderr)!, new RegExp(String.raw`^Done\. ${stageCount} stages, `));
	t.true(existsSync(join(folder, 'sparkify.duckdb')));
});

test.serial(
	'moves a damaged database file aside with --yes, names both files and loads into a new one',
	async t => {
		const folder = workFolder(t);
		const data = smallData(t);
		const file = join(folder, 'sparkify.duckdb');
		t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
		truncateSync(file, 10_000);
		const damaged = readFileSync(file);

		const refused = await run(folder, ['load', '--yes', '--stage', 'verify', '--data', data]);
		t.is(refused.code, 3, 'a run that does not create the tables keeps the file');
		t.regex(refused.stderr, /sparkify\.duckdb is damaged\./);
		t.deepEqual(readFileSync(file), damaged);

		const {code, stdout, stderr} = await run(folder, ['load', '--yes', '--quiet', '--data', data]);
		t.is(code, 0);
		t.regex(stdout, /^songplays +2$/m);
		const moved = readdirSync(folder).filter(name => name.includes('.damaged-'));
		t.is(moved.length, 1);
		t.true(stderr.includes(`warning: sparkify.duckdb was damaged. It was renamed to ${moved[0]}.`), stderr);
		t.deepEqual(readFileSync(join(folder, moved[0]!)), damaged);
	},
);

test('names the profile in advice about a server that refuses', async t => {
	const folder = workFolder(t);
	const shop = ['[profile shop]', 'HOST = 127.0.0.1', 'DB_PORT = 1', 'DB_NAME = plays', 'DB_USER = ada'];
	writeFileSync(
		join(folder, 'sparkify.ini'),
		[...shop, 'DB_PASSWORD = x', 'SSLMODE = disable', ''].join('\n'),
	);
	const {code, stderr} = await run(folder, ['load', '--yes', '--profile', 'shop']);
	t.is(code, 3);
	t.regex(stderr.replaceAll(/\s+/g, ' '), /Check DB_PORT in the profile shop: PostgreSQL listens on 5432/);
	const checked = await run(folder, ['doctor', '--profile', 'shop']);
	t.regex(checked.stdout, /Check DB_PORT in the profile shop:/);
});
