/**
Runs the benchmarks and writes bench/REPORT.md.
Run: npm run bench -- [--quick] [--scale N] [--only ID,ID] [--rounds N] [--merge] [--keep FOLDER]
*/
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {duration} from '../src/format/figures.js';
import {type PostgresServer, startPostgres} from '../test/support/postgres/start-postgres.js';
import type {Benchmark, Context, Row, Skipped} from './benchmark.js';
import {generated} from './data.js';
import {duckDbLoad} from './duckdb-load.js';
import {environment} from './environment.js';
import {exports} from './export.js';
import {firstFrame} from './first-frame.js';
import {firstPages} from './first-page.js';
import {keyToFrame} from './key-to-frame.js';
import {others} from './others.js';
import {postgresLoad} from './postgres-load.js';
import {postgresStage} from './postgres-stage.js';
import {readJson} from './read-json.js';
import {type Entry, isRow, measureOf, readEntries, writeReport} from './report.js';
import {s3Songs} from './s3-songs.js';
import {selectOne} from './select-one.js';
import {installedSize} from './size.js';

/** Short ones first: their figures are there if the run is ended early. */
const benchmarks: readonly Benchmark[] = [
	installedSize,
	selectOne,
	firstFrame,
	firstPages,
	keyToFrame,
	s3Songs,
	readJson,
	postgresStage,
	exports,
	duckDbLoad,
	postgresLoad,
	others,
];

/** They measure the notebook's speed in use and take minutes. */
const notWithQuick: ReadonlySet<Benchmark> = new Set([firstPages, keyToFrame]);

const usage = `Usage: npm run bench -- [options]
  --quick         smaller data, fewer rounds, and without ${[...notWithQuick].map(({id}) => id).join(' and ')}
  --only ID,ID    only these: ${benchmarks.map(({id}) => id).join(', ')}
  --scale N       the size of the data, as a part of the full one; 0.1 with --quick
  --rounds N      measured rounds, after one that is discarded
  --merge         keep what the report has about others
  --keep FOLDER   keep the generated data there, and use what is there`;

const {values} = parseArgs({
	options: {
		quick: {type: 'boolean', default: false},
		scale: {type: 'string'},
		only: {type: 'string'},
		rounds: {type: 'string'},
		merge: {type: 'boolean', default: false},
		keep: {type: 'string'},
		help: {type: 'boolean', default: false},
	},
});
if (values.help) {
	console.log(usage);
	process.exit(0);
}
const chosen =
	values.only?.split(',') ??
	benchmarks.filter(each => !(values.quick && notWithQuick.has(each))).map(({id}) => id);
const unknown = chosen.filter(id => benchmarks.every(benchmark => benchmark.id !== id));
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const scale = Number(values.scale ?? (values.quick ? 0.1 : 1));
if (
	unknown.length > 0 ||
	!(scale > 0 && scale <= 1) ||
	(rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))
) {
	console.error(usage);
	process.exit(2);
}

const temporary = mkdtempSync(join(tmpdir(), 'sparkify-bench-'));
const dataFolder = resolve(values.keep ?? temporary);
mkdirSync(dataFolder, {recursive: true});
let server: Promise<PostgresServer> | undefined;
process.once('SIGINT', () => {
	rmSync(temporary, {recursive: true, force: true});
	process.exit(130);
});
const context: Context = {
	folder: temporary,
	isQuick: values.quick,
	small: {events: Math.ceil(1_000_000 * scale), songs: Math.ceil(15_000 * scale)},
	large: {events: Math.ceil(10_000_000 * scale), songs: Math.ceil(385_000 * scale)},
	rounds: (full, quick) => rounds ?? (values.quick ? quick : full),
	data: async size => generated(dataFolder, size),
	postgres: async () => (server ??= startPostgres()),
};

function summary(result: Row | Skipped): string {
	if (!isRow(result)) return `skipped: ${result.skipped}`;
	const measure = measureOf(result).toFixed(2);
	const unit = result.against === undefined ? ` ${result.unit}` : ' times the other';
	return `${measure}${unit}${result.goal === undefined ? '' : `, at most ${result.goal}`}`;
}

const where = environment();
const isOf = (id: string, {result}: Entry) => result.id === id || result.id.startsWith(`${id}.`);
const entries: Entry[] = values.merge
	? readEntries().filter(entry => !chosen.some(id => isOf(id, entry)))
	: [];
const started = performance.now();
let hasFailed = false;
for (const {id, measure} of benchmarks) {
	if (!chosen.includes(id)) continue;
	const add = (result: Entry['result']) => {
		entries.push({environment: where, isQuick: values.quick, result});
		writeReport(benchmarks.flatMap(each => entries.filter(entry => isOf(each.id, entry))));
	};
	const before = performance.now();
	try {
		for await (const result of measure(context)) {
			add(result);
			console.log(`${result.title}: ${summary(result)}`);
		}
	} catch (error) {
		hasFailed = true;
		const message = error instanceof Error ? error.message : String(error);
		// The report names no folders of this machine.
		const failed = message.replaceAll(process.cwd(), '.').replaceAll(dataFolder, 'DATA');
		add({id, title: id, failed: failed.replaceAll(/\s+/g, ' ').slice(0, 300)});
		console.error(`${id} failed:`, error);
	}
	console.log(`  ${id}: ${duration(performance.now() - before)}`);
}
await (await server)?.stop();
rmSync(temporary, {recursive: true, force: true});
console.log(`${duration(performance.now() - started)} in all. See bench/REPORT.md.`);
process.exit(hasFailed ? 1 : 0);
