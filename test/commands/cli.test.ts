import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {run, workFolder} from './run-program.js';

test('--version and --help go to standard output', async t => {
	const folder = workFolder(t);
	const version = await run(folder, ['--version']);
	t.is(version.code, 0);
	t.regex(version.stdout, /^\d+\.\d+\.\d+\n$/);
	t.is(version.stderr, '');

	const help = await run(folder, ['load', '--help']);
	t.is(help.code, 0);
	t.true(help.stdout.startsWith('Usage\n  sparkify-tui load [--yes] [--stage ID]... [--json]\n'));
	t.is(help.stderr, '');
});

test('mistakes go to standard error and end with code 2', async t => {
	t.deepEqual(await run(workFolder(t), ['load', '--dat', 'x', '--max-errors', 'y']), {
		code: 2,
		stdout: '',
		stderr: `sparkify-tui: 2 mistakes:
- There is no option --dat. Did you mean --data?
- --max-errors takes a whole number from 0 up, not "y".
See sparkify-tui load --help
`,
	});
});

test('an engine that is not there yet is one line, for every command', async t => {
	const folder = workFolder(t);
	for (const args of [[], ['load', '--yes'], ['query', 'SELECT 1'], ['plan']]) {
		t.deepEqual(await run(folder, [...args, '--engine', 'redshift']), {
			code: 2,
			stdout: '',
			stderr: 'sparkify-tui: The engine redshift is not there yet: this version loads into duckdb only.\n',
		});
	}
});

test('a data folder without what is needed is told before anything is made', async t => {
	const folder = workFolder(t);
	mkdirSync(join(folder, 'data', 'song_data'), {recursive: true});
	t.deepEqual(await run(folder, ['load', '--yes', '--data', 'data']), {
		code: 2,
		stdout: '',
		stderr:
			'sparkify-tui: --data data has no log_data/; it holds song_data/. Name the folder that holds both.\n',
	});
});

test('what was typed can do nothing to the terminal', async t => {
	const {code, stderr} = await run(workFolder(t), ['\u001B[2J']);
	t.is(code, 2);
	t.true(stderr.startsWith('sparkify-tui: There is no command "␛[2J": '));
});

test('a dwh.cfg in the folder is mentioned, not read', async t => {
	const folder = workFolder(t);
	writeFileSync(join(folder, 'dwh.cfg'), '[CLUSTER]\nHOST=nowhere.invalid\n');
	const {code, stdout, stderr} = await run(folder, ['plan']);
	t.is(code, 0);
	t.true(stdout.startsWith('-- 1 of 11  connect: '));
	t.is(
		stderr,
		'Note: this version does not read the dwh.cfg in this folder yet; options are all it knows.\n',
	);
});
