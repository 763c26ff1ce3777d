import {mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {packageRoot} from '../../src/package-root.js';
import {stageCount} from '../support/stage-numbers.js';
import {run, runAlone, workFolder} from './run-program.js';

test('prints --version and --help on standard output', async t => {
	const folder = workFolder(t);
	const version = await runAlone(folder, ['--version']);
	t.is(version.code, 0);
	t.regex(version.stdout, /^\d+\.\d+\.\d+\n$/);
	t.is(version.stderr, '');

	const help = await run(folder, ['load', '--help']);
	t.is(help.code, 0);
	t.true(
		help.stdout.startsWith(
			'Usage\n  sparkify-tui load [--yes | --dry-run] [--stage ID]... [--json] [--quiet]\n',
		),
	);
	t.is(help.stderr, '');
});

test('prints mistakes on standard error and exits with code 2', async t => {
	t.deepEqual(await runAlone(workFolder(t), ['load', '--dat', 'x', '--max-errors', 'y']), {
		code: 2,
		stdout: '',
		stderr: `sparkify-tui: 2 errors:
- Unknown option --dat. Did you mean --data?
- --max-errors must be a whole number of at least 0, not "y".
-> See sparkify-tui load --help
`,
	});
});

test('rejects an incomplete data folder before it creates anything', async t => {
	const folder = workFolder(t);
	mkdirSync(join(folder, 'data', 'song_data'), {recursive: true});
	t.deepEqual(await run(folder, ['load', '--yes', '--data', 'data']), {
		code: 2,
		stdout: '',
		stderr:
			'sparkify-tui: --data data has no log_data/; it contains song_data/. Use the folder that contains log_data/ and song_data/.\n',
	});
});

test('escapes control characters in the arguments it repeats', async t => {
	const {code, stderr} = await run(workFolder(t), ['\u001B[2J']);
	t.is(code, 2);
	t.true(stderr.startsWith('sparkify-tui: Unknown command "␛[2J"; '));
});

test('reports every mistake in dwh.cfg, for every command', async t => {
	const folder = workFolder(t);
	writeFileSync(
		join(folder, 'dwh.cfg'),
		'[CLUSTER]\nHOST=https://nowhere.invalid\nDB_PASSWROD=hunter2\n[LOAD]\nMAX_ERRORS=x\n',
	);
	const connectionMistakes = `- dwh.cfg:1: [CLUSTER] has no DB_NAME. Add it, or set PGDATABASE.
- dwh.cfg:1: [CLUSTER] has no DB_USER. Add it, or set PGUSER.
- dwh.cfg:2: HOST must be a host name without a scheme or user. Write nowhere.invalid
- dwh.cfg:3: [CLUSTER] has no key DB_PASSWROD. Did you mean DB_PASSWORD?
`;
	const loadMistakes = '- dwh.cfg:5: MAX_ERRORS must be a whole number of at least 0, not "x".\n';
	for (const args of [[], ['load', '--yes']])
		t.deepEqual(await run(folder, args), {
			code: 2,
			stdout: '',
			stderr: `sparkify-tui: 5 errors:\n${connectionMistakes}${loadMistakes}`,
		});
	// A query ignores the settings that only a load needs.
	t.deepEqual(await run(folder, ['query', 'SELECT 1']), {
		code: 2,
		stdout: '',
		stderr: `sparkify-tui: 4 errors:\n${connectionMistakes}`,
	});
});

test('prints notes on dwh.cfg on standard error', async t => {
	const folder = workFolder(t);
	writeFileSync(join(folder, 'dwh.cfg'), '[AWS]\nKEY=a\n[DWH]\nNODES=4\n[S3]\n');
	const {code, stdout, stderr} = await run(folder, ['plan']);
	t.is(code, 0);
	t.true(stdout.startsWith(`-- 1 of ${stageCount}  connect: `));
	t.is(stderr, 'Note: dwh.cfg: [AWS], [DWH] are for another program.\n');
});

test('exits with code 2 if init runs without a terminal', async t => {
	const folder = workFolder(t);
	const {code, stdout, stderr} = await run(folder, ['init']);
	t.is(code, 2);
	t.is(stdout, '');
	t.is(
		stderr,
		'sparkify-tui: init asks questions and needs a terminal.\n' +
			`-> Run it on a terminal, or copy ${join(packageRoot, 'dwh.cfg.example')} to dwh.cfg and edit it.\n`,
	);
	t.deepEqual(readdirSync(folder), []);
});
