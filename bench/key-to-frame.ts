/**
The time from a key to the last byte of the frame that answers it, in a pseudo-terminal: moving between cells and typing,
with a notebook of 1 cell, with 500 cells of which 50 hold 1,000 rows, and with an empty one while events are loaded.
30 keys come before those that are measured, because the first ones wait for the compiler.
*/
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import * as pty from 'node-pty';
import {count} from '../src/format/figures.js';
import type {Benchmark, Context, Row} from './benchmark.js';
import {program as builtProgram, inherited, run} from './processes.js';

const warmUp = 30;
const frameEnd = '\u001B[?2026l';
const escapeKey = '\u001B';
/** None of them is part of an escape sequence. */
const letters = 'öäüßøåæñ';

const wide =
	'SELECT start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, songplay_id FROM songplays ORDER BY songplay_id LIMIT 1000';
const cell = (index: number) =>
	index % 10 === 0 ? `${wide};` : `SELECT ${index} AS number, level, count(*) FROM users\nGROUP BY level;`;
const notebook = (cells: number) =>
	Array.from({length: cells}, (_, index) => `\`\`\`sql\n${cell(index)}\n\`\`\`\n`).join('\n');

/** The program in a pseudo-terminal. */
function start(folder: string, columns: number, rows: number, ...args: readonly string[]) {
	const child = pty.spawn(process.execPath, [builtProgram, ...args], {
		cols: columns,
		rows,
		cwd: folder,
		env: {...inherited(), XDG_STATE_HOME: join(folder, 'state'), TERM: 'xterm-256color'},
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
type Name = {readonly id: string; readonly title: string};

async function measure(
	{id, title}: Name,
	keys: number,
	program: Program,
	key: (index: number) => string,
	answer: (index: number) => string,
): Promise<Row> {
	const times: number[] = [];
	for (let pressed = 0; pressed < keys + warmUp; pressed++) {
		const took = await program.frameAfter(key(pressed), answer(pressed));
		if (pressed >= warmUp) times.push(took);
		await sleep(10);
	}
	const p99 = times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1]!;
	return {id, title, unit: 'ms', ours: times, note: `p99 ${p99.toFixed(0)} ms`};
}

/** Moves between cells, then types in the input. @param answer What a frame contains after a move. */
async function* measureBoth(
	{id, title}: Name,
	keys: number,
	program: Program,
	move: (index: number) => string,
	answer = '',
): AsyncGenerator<Row> {
	const moving = {id: `${id}.moving`, title: `${title}, moving`};
	yield measure(moving, keys, program, move, () => answer);
	program.press('G');
	await sleep(200);
	program.press('i');
	await sleep(200);
	const letter = (index: number) => letters[index % letters.length]!;
	yield measure({id: `${id}.typing`, title: `${title}, typing`}, keys, program, letter, letter);
}

const alternating = (index: number) => (index % 2 === 0 ? 'j' : 'k');
const downAndUp = (index: number) => (index % 300 < 150 ? 'j' : 'k');

async function* measureAll(context: Context): AsyncGenerator<Row> {
	const folder = join(context.folder, 'key-to-frame');
	mkdirSync(folder);
	writeFileSync(join(folder, '1.sparkify.md'), notebook(1));
	writeFileSync(join(folder, '500.sparkify.md'), notebook(500));
	const data = await context.data(context.small);
	await run(process.execPath, [builtProgram, 'load', '--yes', '--quiet'], {
		cwd: folder,
		env: {XDG_STATE_HOME: join(folder, 'state')},
	});
	const keys = context.isQuick ? 50 : 200;
	const sizes = [
		[80, 24],
		[200, 50],
	] as const;
	for (const [columns, rows] of context.isQuick ? sizes.slice(0, 1) : sizes) {
		const size = `${columns}x${rows}`;
		for (const [name, cells, move] of [
			['1 cell', 1, alternating],
			['500 cells, 50 with 1,000 rows', 500, downAndUp],
		] as const) {
			const program = start(folder, columns, rows, 'open', `${cells}.sparkify.md`);
			try {
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
				yield* measureBoth(
					{id: `key-to-frame.${size}.${cells}`, title: `From a key to its frame, ${size}, ${name}`},
					keys,
					program,
					move,
				);
			} finally {
				program.stop();
			}
			await sleep(300);
		}
		const program = start(folder, columns, rows, '--data', data, '--database', `${size}.duckdb`);
		try {
			await program.until('Run it');
			program.press('a');
			await program.until('stage-events');
			program.press('\t');
			await program.until('read-only');
			program.press(escapeKey);
			await sleep(300);
			program.press('g');
			await sleep(100);
			const title = `From a key to its frame, ${size}, loading ${count(context.small.events)} events`;
			yield* measureBoth({id: `key-to-frame.${size}.load`, title}, keys, program, alternating, '❯');
		} finally {
			program.stop();
		}
	}
}

export const keyToFrame: Benchmark = {id: 'key-to-frame', measure: measureAll};
