/**
Measures a complete `load --yes` against plain-load.mjs (or another loader), alternating on the same data.
Run: npm run build && node --import=tsx bench/load.ts [--rounds 5] [--events 1000000] [--songs 15000] [--data DIR]
     [--against 'COMMAND with {data} and {database}']
*/
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {count} from '../src/format/figures.js';
import {generateData} from '../src/sample/generate.js';
import {median} from './median.js';

const {values} = parseArgs({
	options: {
		rounds: {type: 'string', default: '5'},
		events: {type: 'string', default: '1000000'},
		songs: {type: 'string', default: '15000'},
		data: {type: 'string'},
		against: {
			type: 'string',
			default: `${process.execPath} ${resolve('bench/plain-load.mjs')} {data} {database}`,
		},
	},
});
const folder = mkdtempSync(join(tmpdir(), 'sparkify-bench-'));
const data = resolve(values.data ?? join(folder, 'data'));
const [events, songs] = [Number(values.events), Number(values.songs)];
if (!existsSync(data)) {
	// Clean files only: a plain loader can't read byte-order marks or multi-line objects.
	for await (const _ of generateData({directory: data, events, songs, days: 30, seed: 1, fileQuirks: false}));
}
const programs = [
	{name: 'plain', command: values.against},
	{
		name: 'sparkify-tui',
		command: `${process.execPath} ${resolve('dist/cli.cjs')} load --yes --data {data} --database {database}`,
	},
];

/** Seconds that the command runs as a process. */
function time(command: string): number {
	const database = join(folder, 'bench.duckdb');
	for (const file of [database, `${database}.wal`]) rmSync(file, {force: true});
	const [program = '', ...args] = command
		.split(' ')
		.map(word => word.replace('{data}', data).replace('{database}', database));
	const started = performance.now();
	const {status, stderr} = spawnSync(program, args, {
		env: {...process.env, XDG_STATE_HOME: folder},
		maxBuffer: 1 << 26,
	});
	if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr.toString()}`);
	return (performance.now() - started) / 1000;
}

const times = programs.map(() => [] as number[]);
for (let round = 0; round <= Number(values.rounds); round++) {
	for (const [index, {command}] of programs.entries()) {
		const took = time(command);
		// Discard the first round, which warms the file cache.
		if (round > 0) times[index]!.push(took);
	}
}
console.log(`${count(songs)} song files, ${count(events)} events, ${values.rounds} rounds`);
for (const [index, {name}] of programs.entries()) {
	const took = times[index]!;
	console.log(
		`${name.padEnd(14)} median ${median(took).toFixed(2)} s  (${Math.min(...took).toFixed(2)} to ${Math.max(...took).toFixed(2)})`,
	);
}
console.log(`ratio          ${median(times[1]!.map((took, round) => took / times[0]![round]!)).toFixed(2)}`);
rmSync(folder, {recursive: true, force: true});
