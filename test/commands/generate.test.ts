import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {run, runAlone, start, workFolder} from './run-program.js';

function allFiles(folder: string): ReadonlyArray<readonly [name: string, content: string]> {
	return readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => join(entry.parentPath, entry.name))
		.sort()
		.map(file => [file.slice(folder.length), readFileSync(file, 'latin1')]);
}

test('creates data that load accepts, identical for the same seed', async t => {
	const folder = workFolder(t);
	const figures = ['--events', '300', '--songs', '20', '--days', '3', '--seed', '7'];
	const {code, stdout, stderr} = await runAlone(folder, ['generate', 'one', ...figures]);
	t.is(code, 0);
	t.is(stdout, '');
	t.regex(stderr, /^300 events and 20 songs, [\d.]+ kB, in one {2}[\d.]+ m?s\n$/);

	await run(folder, ['generate', 'two', ...figures]);
	t.deepEqual(allFiles(join(folder, 'one')), allFiles(join(folder, 'two')));

	const load = await run(folder, ['load', '--data', 'one', '--max-errors', '1000']);
	t.is(load.code, 0);
	t.regex(load.stdout, /^staging_events +300$/m);
	t.regex(load.stdout, /^staging_songs +20$/m);
});

test('overwrites nothing', async t => {
	const folder = workFolder(t);
	await run(folder, ['generate', 'data', '--events', '10', '--songs', '1', '--days', '1']);
	const {code, stderr} = await run(folder, ['generate', 'data']);
	t.is(code, 2);
	t.true(stderr.startsWith('sparkify-tui: data is not empty.\n'));
});

test('rejects numbers out of range', async t => {
	const {code, stderr} = await run(workFolder(t), ['generate', 'data', '--events', '100000001']);
	t.is(code, 2);
	t.true(stderr.includes('Use a whole number from 1 to 100,000,000.'));
});

test('leaves nothing after an interruption', async t => {
	const folder = workFolder(t);
	const {child, ended} = start(folder, ['generate', 'data', '--events', '50000000']);
	while (!existsSync(join(folder, 'data'))) await new Promise(resolve => setTimeout(resolve, 20));
	child.kill('SIGINT');
	const {code, stderr} = await ended;
	t.is(code, 130);
	t.true(stderr.includes('Interrupted. Removing what was written.'));
	t.false(existsSync(join(folder, 'data')));
});
