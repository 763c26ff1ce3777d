/**
Measures staging on PostgreSQL against the same rows as prepared COPY text, alternating, each in a separate process.
Run: npm run build && node --import=tsx bench/postgres-stage.ts [--rounds 7] [--events 1000000] [--songs 15000] [--data DIR]
*/
import {fork} from 'node:child_process';
import {createWriteStream, existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {parseArgs} from 'node:util';
import {count, plural} from '../src/format/figures.js';
import {generateData} from '../src/sample/generate.js';
import {LocalSource} from '../src/source/local/local-source.js';
import type {RecordKind} from '../src/source/source.js';
import {startPostgres} from '../test/support/postgres/start-postgres.js';
import {median} from './median.js';
import type {Measured, Staging} from './postgres-stage-once.js';

const {values} = parseArgs({
	options: {
		rounds: {type: 'string', default: '7'},
		events: {type: 'string', default: '1000000'},
		songs: {type: 'string', default: '15000'},
		data: {type: 'string'},
	},
});
const folder = mkdtempSync(join(tmpdir(), 'sparkify-bench-'));
const data = resolve(values.data ?? join(folder, 'data'));
const [events, songs] = [Number(values.events), Number(values.songs)];
if (!existsSync(data))
	for await (const _ of generateData({directory: data, events, songs, days: 30, seed: 1}));

/** Writes the rows of a kind as COPY text. @returns a description of the data */
async function prepare(kind: RecordKind): Promise<string> {
	const source = new LocalSource(data, data);
	const inventory = await source.inventory(kind);
	let records = 0;
	async function* copyTexts() {
		for await (const {copyText, rows} of source.records(kind, inventory)) {
			records += rows;
			yield copyText;
		}
	}
	await pipeline(copyTexts, createWriteStream(join(folder, `${kind}.copy`)));
	return `${count(records)} ${kind} in ${plural(inventory.files.length, 'file')}`;
}

const prepared = [await prepare('events'), await prepare('songs')];
const server = await startPostgres();
const {host, port, user, password} = server;
const database = await server.createDatabase();

/** Creates the tables and fills the staging tables, in a separate process. */
async function stage(way: Staging['way']): Promise<Measured> {
	const child = fork(join(import.meta.dirname, 'postgres-stage-once.ts'), {execArgv: ['--import=tsx']});
	const task: Staging = {way, data, prepared: folder, host, port, user, password, database};
	child.send(task);
	return new Promise((done, failed) => {
		child.once('message', done);
		child.once('exit', code => failed(new Error(`The ${way} staging ended with ${code}.`)));
	});
}

const ways = ['prepared', 'ours'] as const;
const measured = {prepared: [] as Measured[], ours: [] as Measured[]};
for (let round = 0; round <= Number(values.rounds); round++) {
	for (const way of ways) {
		const result = await stage(way);
		// Discard the first round, which warms the file cache.
		if (round > 0) measured[way].push(result);
	}
}
await server.stop();
rmSync(folder, {recursive: true, force: true});

console.log(`PostgreSQL ${server.version}, ${prepared.join(', ')}, ${values.rounds} rounds`);
for (const way of ways) {
	const each = (figure: keyof Measured) => measured[way].map(result => result[figure]);
	const seconds = each('seconds');
	console.log(
		[
			`${way.padEnd(9)} median ${median(seconds).toFixed(2)} s  (${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)})`,
			`events ${median(each('eventSeconds')).toFixed(2)} s`,
			`of the client: CPU ${median(each('cpuSeconds')).toFixed(2)} s`,
			`peak ${median(each('peakMb')).toFixed(0)} MB`,
			`event loop at most ${median(each('lagMs')).toFixed(0)} ms late`,
		].join(', '),
	);
}
const ratio = (figure: keyof Measured) =>
	median(measured.ours.map((result, round) => result[figure] / measured.prepared[round]![figure])).toFixed(2);
console.log(`ratio     ${ratio('seconds')}, of the events ${ratio('eventSeconds')}`);
