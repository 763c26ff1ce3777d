/**
Measures the time from a key to the last byte of the frame that answers it, in a pseudo-terminal: with a notebook of 1 cell,
with 500 cells of which 50 hold 1,000 rows, and with 1 cell while 1,000,000 events are loaded. 30 keys come before those that
are measured, because the first ones wait for the compiler.
Run: npm run build && node --import=tsx bench/key-to-frame.ts [--keys 200]
*/
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import * as pty from 'node-pty';
import {addEvents} from '../test/terminal/long-load.js';
import {median} from './median.js';

const {values} = parseArgs({options: {keys: {type: 'string', default: '200'}}});
const keys = Number(values.keys);
const warmUp = 30;
const frameEnd = '\u001B[?2026l';

const folder = mkdtempSync(join(tmpdir(), 'sparkify-bench-'));
const wide =
	'SELECT start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, songplay_id FROM songplays ORDER BY songplay_id LIMIT 1000';
const cell = (index: number) =>
	index % 10 === 0 ? `${wide};` : `SELECT ${index} AS number, level, count(*) FROM users\nGROUP BY level;`;
const notebook = (cells: number) =>
	Array.from({length: cells}, (_, index) => `\`\`\`sql\n${cell(index)}\n\`\`\`\n`).join('\n');
writeFileSync(join(folder, 'one.sparkify.md'), notebook(1));
writeFileSync(join(folder, 'many.sparkify.md'), notebook(500));

/** The program in a pseudo-terminal. */
function start(args: readonly string[], columns: number, rows: number) {
	const {CI: _, ...env} = process.env;
	const child = pty.spawn(process.execPath, [resolve('dist/cli.cjs'), ...args], {
		cols: columns,
		rows,
		cwd: folder,
		env: {...env, XDG_STATE_HOME: join(folder, 'state'), TERM: 'xterm-256color'} as Record<string, string>,
	});
	let seen = '';
	let onFrame = () => {};
	child.onData(data => {
		seen = (seen + data).slice(-100_000);
		if (data.includes(frameEnd)) onFrame();
	});
	return {
		press: (key: string) => child.write(key),
		async until(text: string | RegExp) {
			for (let waited = 0; seen.search(text) === -1; waited += 20) {
				if (waited > 120_000) throw new Error(`Not on the screen: ${String(text)}\n${seen.slice(-4000)}`);
				await sleep(20);
			}
			seen = '';
		},
		/** Presses a key and returns the milliseconds until its frame was written. */
		async frameAfter(key: string): Promise<number> {
			const started = performance.now();
			const drawn = new Promise<number>(done => {
				onFrame = () => done(performance.now() - started);
			});
			child.write(key);
			return Promise.race([drawn, sleep(2000, 2000)]);
		},
		stop: () => child.kill('SIGKILL'),
	};
}

type Program = ReturnType<typeof start>;

/** Goes down the page and up again. */
async function measure(program: Program, isRunning = false): Promise<readonly number[]> {
	const times: number[] = [];
	const half = Math.ceil((keys + warmUp) / 2);
	for (let pressed = 0; pressed < keys + warmUp; pressed++) {
		const took = await program.frameAfter(pressed % (2 * half) < half ? 'j' : 'k');
		if (pressed >= warmUp) times.push(took);
		await sleep(isRunning ? 20 : 5);
	}
	return times;
}

function report(name: string, times: readonly number[]): void {
	const sorted = times.toSorted((a, b) => a - b);
	const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1]!;
	console.log(`${name.padEnd(36)} median ${median(times).toFixed(1)} ms   p99 ${p99.toFixed(1)} ms`);
}

for (const [columns, rows] of [
	[80, 24],
	[200, 50],
] as const) {
	const size = `${columns}x${rows}`;
	rmSync(join(folder, 'state'), {recursive: true, force: true});
	rmSync(join(folder, 'sparkify.duckdb'), {force: true});
	const first = start([], columns, rows);
	await first.until('Run it');
	first.press('a');
	await first.until('read-only');
	first.stop();
	for (const [name, file] of [
		['1 cell', 'one'],
		['500 cells, 50 with 1,000 rows', 'many'],
	] as const) {
		const program = start(['open', `${file}.sparkify.md`], columns, rows);
		await program.until('read-only');
		await sleep(500);
		program.press('\u001B');
		await sleep(100);
		program.press('g');
		program.press('j');
		await sleep(100);
		program.press('R');
		await program.until(/\d+ ran|rows? · /);
		await sleep(file === 'many' ? 15_000 : 500);
		report(`${size} ${name}`, await measure(program));
		program.stop();
		await sleep(300);
	}
	const data = join(folder, 'data');
	mkdirSync(join(data, 'song_data'), {recursive: true});
	const events = addEvents(data, 90);
	const program = start(['--data', data, '--db', join(folder, `load-${size}.duckdb`)], columns, rows);
	await program.until('Run it');
	program.press('a');
	await program.until('stage-events');
	program.press('\t');
	await sleep(300);
	program.press('\u001B');
	report(`${size} loading ${events.toLocaleString('en')} events`, await measure(program, true));
	program.stop();
	rmSync(data, {recursive: true, force: true});
}
rmSync(folder, {recursive: true, force: true});
process.exit(0);
