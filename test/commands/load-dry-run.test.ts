import {readdirSync} from 'node:fs';
import test from 'ava';
import {stageIds} from '../../src/star/stages.js';
import {eventLine, playLine} from '../support/data-folder.js';
import {lineStart, stageCount, tableCount} from '../support/stage-numbers.js';
import {run, runAlone, start, workFolder} from './run-program.js';
import {smallData} from './small-data.js';

/** The fields of a `load --dry-run --json` line that the tests read. */
type Line = {
	readonly type: string;
	readonly stage: string;
	readonly ok: boolean;
	readonly rejected?: number;
	readonly drift?: string;
};

const lines = (stdout: string) =>
	stdout
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Line);
const dirty = `${playLine({length: 'long'})}{"page":\n`;

test.serial('shows what every stage would do and leaves an empty folder empty', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	const {code, stdout, stderr} = await runAlone(folder, ['load', '--dry-run', '--data', data]);
	t.is(code, 0, stderr);
	t.regex(stdout, new RegExp(String.raw`^${lineStart('drop-tables')}No tables to drop\. {2}`, 'm'));
	t.regex(
		stdout,
		new RegExp(String.raw`^${lineStart('create-tables')}${tableCount} tables would be created\. {2}`, 'm'),
	);
	t.regex(
		stdout,
		new RegExp(
			String.raw`^${lineStart('stage-events')}3 records read: 3 rows would be loaded, none rejected\. {2}`,
			'm',
		),
	);
	t.regex(stdout, new RegExp(String.raw`^${lineStart('load-songplays')}Planned by the engine\. {2}`, 'm'));
	t.regex(stdout, /^ {4}│ {11}INSERT {10}│$/m);
	t.regex(
		stdout,
		new RegExp(String.raw`^${lineStart('verify')}Nothing to dry-run: verify only reads\. {2}`, 'm'),
	);
	t.true(stderr.startsWith(`Source: ${data}. Warehouse: DuckDB sparkify.duckdb.\n`));
	t.regex(
		stderr,
		new RegExp(
			String.raw`\nDry run: ${stageCount} stages would succeed; nothing was changed\. [\d.]+ m?s\.\n$`,
		),
	);
	t.false((stdout + stderr).includes('\u001B'));
	t.deepEqual(readdirSync(folder), [], 'neither a database nor a ledger');
});

test.serial('lists what would be removed from a loaded warehouse, without asking or changing it', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
	const {code, stdout} = await run(folder, ['load', '--dry-run', '--data', data]);
	t.is(code, 0);
	t.true(stdout.includes('    It would remove 2 rows of songplays.\n'));
	t.true(stdout.includes('    It would remove 0 rows of staging_rejects.\n'));
	t.is(
		stdout.match(/It would remove/g)?.length,
		tableCount,
		'later stages do not repeat what drop-tables removes',
	);
	const query = ['query', 'SELECT count(*) AS plays FROM songplays', '--format', 'csv'];
	t.is((await run(folder, query)).stdout, 'plays\r\n2\r\n');
});

test.serial('counts all rejects and exits with code 1 above --max-errors', async t => {
	const folder = workFolder(t);
	const args = ['load', '--dry-run', '--stage', 'stage-events', '--data', smallData(t, dirty)];
	const refused = await run(folder, args);
	t.is(refused.code, 1);
	t.regex(
		refused.stdout,
		/^2 of 2 {2}stage-events {2}It would fail: 2 of 5 records are rejected; --max-errors allows none\. {2}/m,
	);
	t.true(
		refused.stdout.includes(
			'\n    rejected log_data/2018/11/2018-11-01-events.json:4 length: "long" is not a number\n' +
				'    rejected log_data/2018/11/2018-11-01-events.json:5 ',
		),
	);
	t.true(refused.stderr.includes('\nDry run: 1 stage would succeed, 1 would fail; nothing was changed. '));
	const allowed = await run(folder, [...args, '--max-errors', '2']);
	t.is(allowed.code, 0);
	t.regex(
		allowed.stdout,
		/stage-events {2}5 records read: 3 rows would be loaded, 2 rejected \(--max-errors allows 2\)\./,
	);
});

test.serial('exits with code 1 on unknown keys with --schema-drift fail, and counts rejects too', async t => {
	const device = eventLine().replace('}', ',"device":"tv"}');
	const data = smallData(t, `${device}${dirty}`);
	const args = ['load', '--dry-run', '--stage', 'stage-events', '--data', data, '--max-errors'];
	const differs = 'The keys of the records differ from the columns of staging_events: unknown "device".';
	const refused = await run(workFolder(t), [...args, '2', '--schema-drift', 'fail']);
	t.is(refused.code, 1);
	t.true(refused.stdout.includes(`  stage-events  It would fail: ${differs}  `), refused.stdout);
	t.true(
		refused.stdout.includes(
			'\n    1 record has an unknown key "device" (first: log_data/2018/11/2018-11-01-events.json:4).\n',
		),
	);
	t.regex(refused.stdout, /\n {4}rejected .*:5 length: "long" is not a number\n {4}rejected /);
	const json = await run(workFolder(t), [...args, '0', '--schema-drift', 'fail', '--json']);
	t.like(lines(json.stdout)[1], {ok: false, rejected: 2, drift: differs});
	const warned = await run(workFolder(t), [...args, '2', '--schema-drift', 'warn']);
	t.is(warned.code, 0);
});

test.serial('prints one line of JSON per stage on standard output, text on standard error', async t => {
	const folder = workFolder(t);
	const {code, stdout, stderr} = await run(folder, [
		...['load', '--dry-run', '--json', '--data', smallData(t, dirty)],
	]);
	t.is(code, 1);
	const events = lines(stdout);
	t.deepEqual(
		events.map(({stage}) => stage),
		[...stageIds],
	);
	t.true(events.every(({type}) => type === 'dry-run'));
	t.deepEqual(
		events.filter(({ok}) => !ok).map(({stage}) => stage),
		['stage-events'],
	);
	t.like(events[3], {isWhole: true, records: 5, rows: 3, rejected: 2, maxErrors: 0});
	t.true(stderr.includes(`${lineStart('stage-events')}It would fail: 2 of 5 records are rejected`));
});

test.serial('exits with code 3 if the database cannot be opened', async t => {
	const folder = workFolder(t);
	const args = ['load', '--dry-run', '--data', smallData(t), '--database', 'missing/x.duckdb'];
	const {code, stderr} = await run(folder, args);
	t.is(code, 3);
	t.true(
		stderr.includes(`\nNo connection: 0 stages would succeed, 1 would fail, ${stageCount - 1} not tried; `),
	);
});

test.serial('changes nothing on Ctrl+C', async t => {
	const folder = workFolder(t);
	await run(folder, ['generate', 'data', '--events', '400000', '--songs', '10']);
	const {child, ended} = start(folder, ['load', '--dry-run', '--data', 'data']);
	let seen = '';
	const interrupt = (chunk: Buffer) => {
		seen += chunk;
		if (!seen.includes('create-tables')) return;
		child.stdout!.off('data', interrupt);
		child.kill('SIGINT');
	};
	child.stdout!.on('data', interrupt);
	const {code, stdout, stderr} = await ended;
	t.is(code, 130);
	t.regex(stdout, new RegExp(`^${lineStart('stage-events')}cancelled, nothing was changed {2}`, 'm'));
	t.true(stderr.includes('\nInterrupted. Nothing was changed.'));
	t.regex(stderr, /\nInterrupted: 3 stages would succeed, 8 not tried; nothing was changed\. /);
	t.deepEqual(readdirSync(folder), ['data']);
});
