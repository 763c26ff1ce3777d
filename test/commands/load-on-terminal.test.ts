import {readdirSync, readFileSync, truncateSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {lineStart, stageCount} from '../support/stage-numbers.js';
import {startOnTerminal} from './on-terminal.js';
import {run, workFolder} from './run-program.js';
import {smallData} from './small-data.js';

test.serial('asks before every stage, and runs the remaining ones on a', async t => {
	const folder = workFolder(t);
	const {until, type, exited} = startOnTerminal(t, folder, ['load', '--data', smallData(t)]);
	await until(`${lineStart('connect')}Connect to the warehouse\r\n`);
	await until('q to stop: ');
	type('\r');
	await until('DuckDB ');
	await until(`${lineStart('drop-tables')}Drop the old tables\r\n`);
	await until('q to stop: ');
	type('a\r');
	await until(`${lineStart('stage-events')}3 rows, 0 rejected, 3 records read`);
	await until('songplays           2\r\n');
	await until(`Done. ${stageCount} stages, `);
	t.is(await exited, 0);
});

test.serial('requires the word yes before losing rows, and stops on q', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	t.is((await run(folder, ['load', '--data', data])).code, 0);

	const {until, type, exited} = startOnTerminal(t, folder, ['load', '--data', data]);
	await until('q to stop: ');
	type('a\r');
	await until('Removes 2 rows of songplays, 2 rows of users, ');
	await until('Type yes to continue');
	type('\r');
	await until('Enter is not a valid answer.');
	await until('Type yes to continue');
	type('Y\r');
	await until('"Y" is not a valid answer.');
	await until('Type yes to continue');
	type('q\r');
	await until(`Stopped. 1 stage done, ${stageCount - 1} not run, `);
	t.is(await exited, 130);
	const {stdout} = await run(folder, ['query', 'SELECT count(*) AS n FROM songplays', '--format', 'csv']);
	t.is(stdout, 'n\r\n2\r\n');
});

test.serial('offers to move a damaged database file aside, and keeps it on any answer but yes', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	const file = join(folder, 'sparkify.duckdb');
	t.is((await run(folder, ['load', '--yes', '--data', data])).code, 0);
	truncateSync(file, 10_000);
	const damaged = readFileSync(file);
	const moved = () => readdirSync(folder).filter(name => name.includes('.damaged-'));

	for (const answer of ['\r', 'y\r', '\u0003']) {
		const {until, type, exited} = startOnTerminal(t, folder, ['load', '--data', data]);
		await until('q to stop: ');
		type('\r');
		await until('sparkify.duckdb is damaged.');
		await until('Type yes to rename the file (it is kept) and load into a new one: ');
		type(answer);
		t.is(await exited, answer === '\u0003' ? 130 : 3);
		t.deepEqual(readFileSync(file), damaged);
		t.deepEqual(moved(), []);
	}

	const {until, type, exited} = startOnTerminal(t, folder, ['load', '--data', data]);
	await until('q to stop: ');
	type('a\r');
	await until('load into a new one: ');
	type('yes\r');
	await until('sparkify.duckdb was damaged. It was renamed to ');
	await until(`Done. ${stageCount} stages, `);
	t.is(await exited, 0);
	t.is(moved().length, 1);
	t.deepEqual(readFileSync(join(folder, moved()[0]!)), damaged);
});

test.serial('ends on Ctrl+C at a question', async t => {
	const {until, type, exited} = startOnTerminal(t, workFolder(t), ['load', '--data', smallData(t)]);
	await until('q to stop: ');
	type('\u0003');
	await until(`Interrupted. 0 stages done, ${stageCount} not run, `);
	t.is(await exited, 130);
});
