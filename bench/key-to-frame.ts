/**
Measures the time from a key to the last byte of the frame that answers it, in a pseudo-terminal: moving between cells and
typing, with a notebook of 1 cell, with 500 cells of which 50 hold 1,000 rows, and with an empty one while 1,000,000 events are
loaded. 30 keys come before those that are measured, because the first ones wait for the compiler.
Run: npm run build && node --import=tsx bench/key-to-frame.ts [--keys 200] [--events 1000000]
*/
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import * as pty from 'node-pty';
import {count} from '../src/format/figures.js';
import {generateData} from '../src/sample/generate.js';
import {median} from './median.js';

const {values} = parseArgs({
	options: {keys: {type: 'string', default: '200'}, events: {type: 'string', default: '1000000'}},
});
const keys = Number(values.keys);
const events = Number(values.events);
const warmUp = 30;
const frameEnd = '\u001B[?2026l';
const escapeKey = '\u001B';
/** None of them is part of an escape sequence. */
const letters = 'öäüßøåæñ';

const folder = mkdtempSync(join(tmpdir(), 'sparkify-bench-'));
const data = join(folder, 'data');
const program = resolve('dist/cli.cjs');
const {CI: _, ...inherited} = process.env;
const env = {...inherited, XDG_STATE_HOME: join(folder, 'state'), TERM: 'xterm-256color'};

const wide =
	'SELECT start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, songplay_id FROM songplays ORDER BY songplay_id LIMIT 1000';
const cell = (index: number) =>
	index % 10 === 0 ? `${wide};` : `SELECT ${index} AS number, level, count(*) FROM users\nGROUP BY level;`;
const notebook = (cells: number) =>
	Array.from({length: cells}, (_, index) => `\`\`\`sql\n${cell(index)}\n\`\`\`\n`).join('\n');
writeFileSync(join(folder, '1.sparkify.md'), notebook(1));
writeFileSync(join(folder, '500.sparkify.md'), notebook(500));

/** The program in a pseudo-terminal. */
function start(columns: number, rows: number, ...args: readonly string[]) {
	const child = pty.spawn(process.execPath, [program, ...args], {
		cols: columns,
		rows,
		cwd: folder,
		env: env as Record<string, string>,
	});
	let seen = '';
	let onData = () => {};
	child.onData(data => {
		seen = (seen + data).slice(-200_000);
		onData();
	});
	return {
		press: (key: string) => child.write(key),
		async until(text: string | RegExp) {
			for (let waited = 0; seen.search(text) === -1; waited += 20) {
				if (waited > 60_000) throw new Error(`Not on the screen: ${String(text)}\n${seen.slice(-4000)}`);
				await sleep(20);
			}
			seen = '';
		},
		/**
		Presses a key and returns the milliseconds until the first frame was written that contains `answer`. Only what has
		changed is written.
		*/
		async frameAfter(key: string, answer: string): Promise<number> {
			seen = '';
			const pressed = performance.now();
			child.write(key);
			return new Promise<number>((done, failed) => {
				const late = setTimeout(
					() => failed(new Error(`No frame after ${JSON.stringify(key)}: ${seen}`)),
					5000,
				);
				onData = () => {
					const place = seen.indexOf(answer);
					if (place === -1 || !seen.includes(frameEnd, place)) return;
					clearTimeout(late);
					done(performance.now() - pressed);
				};
			});
		},
		stop: () => child.kill('SIGKILL'),
	};
}

type Program = ReturnType<typeof start>;

async function measure(
	name: string,
	program: Program,
	key: (index: number) => string,
	answer: (index: number) => string,
): Promise<void> {
	const times: number[] = [];
	for (let pressed = 0; pressed < keys + warmUp; pressed++) {
		const took = await program.frameAfter(key(pressed), answer(pressed));
		if (pressed >= warmUp) times.push(took);
		await sleep(10);
	}
	const sorted = times.toSorted((a, b) => a - b);
	const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1]!;
	console.log(`${name.padEnd(44)} median ${median(times).toFixed(1)} ms   p99 ${p99.toFixed(1)} ms`);
}

/** Moves between cells, then types in the input. @param answer What a frame contains after a move. */
async function measureBoth(
	name: string,
	program: Program,
	move: (index: number) => string,
	answer = '',
): Promise<void> {
	await measure(`${name}, moving`, program, move, () => answer);
	program.press('G');
	await sleep(200);
	program.press('i');
	await sleep(200);
	await measure(
		`${name}, typing`,
		program,
		index => letters[index % letters.length]!,
		index => letters[index % letters.length]!,
	);
}

const alternating = (index: number) => (index % 2 === 0 ? 'j' : 'k');
const downAndUp = (index: number) => (index % 300 < 150 ? 'j' : 'k');

for await (const _ of generateData({directory: data, events, songs: 1000, days: 30, seed: 1}));
execFileSync(process.execPath, [program, 'load', '--yes', '--quiet'], {cwd: folder, env, stdio: 'ignore'});
for (const [columns, rows] of [
	[80, 24],
	[200, 50],
] as const) {
	const size = `${columns}x${rows}`;
	for (const [name, cells, move] of [
		['1 cell', 1, alternating],
		['500 cells, 50 with 1,000 rows', 500, downAndUp],
	] as const) {
		const program = start(columns, rows, 'open', `${cells}.sparkify.md`);
		await program.until('read-only');
		await sleep(500);
		program.press(escapeKey);
		await sleep(300);
		program.press('g');
		await sleep(100);
		program.press('j');
		await sleep(100);
		program.press('R');
		await program.until(cells === 1 ? 'of 1,000 rows' : '500 ran');
		await sleep(1000);
		await measureBoth(`${size} ${name}`, program, move);
		program.stop();
		await sleep(300);
	}
	const program = start(columns, rows, '--data', data, '--database', `${size}.duckdb`);
	await program.until('Run it');
	program.press('a');
	await program.until('stage-events');
	program.press('\t');
	await program.until('read-only');
	program.press(escapeKey);
	await sleep(300);
	program.press('g');
	await sleep(100);
	await measureBoth(`${size} loading ${count(events)} events`, program, alternating, '❯');
	program.stop();
}
rmSync(folder, {recursive: true, force: true});
process.exit(0);
