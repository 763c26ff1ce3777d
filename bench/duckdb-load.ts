/** A complete `load --yes` into a DuckDB file, against the plain loader, on the same data. */
import {join, resolve} from 'node:path';
import {count} from '../src/format/figures.js';
import {alternate, type Benchmark, type Context, comparison, type Row, type Size} from './benchmark.js';
import {program, removeDatabase, runNode, type Usage} from './processes.js';
import {checkingShare, stageTimes} from './stages.js';

/** Loads the data with the program into a new file. @param output For a line of JSON for each event. */
export async function loadIntoDuckDb({folder}: Context, data: string, output?: string): Promise<Usage> {
	const database = join(folder, 'ours.duckdb');
	removeDatabase(database);
	return runNode([program, 'load', '--yes', '--json', '--quiet', '--data', data, '--database', database], {
		cwd: folder,
		env: {XDG_STATE_HOME: folder},
		...(output !== undefined && {output}),
	});
}

/** Loads the data with the plain loader into a new file. */
export async function loadPlain(
	{folder}: Context,
	data: string,
	...options: readonly string[]
): Promise<Usage> {
	const database = join(folder, 'plain.duckdb');
	removeDatabase(database);
	return runNode([resolve('bench/limits/duckdb-load.mjs'), data, database, ...options]);
}

type Options = {readonly size: Size; readonly goal: number; readonly rounds: number};

async function* compare(context: Context, id: string, {size, goal, rounds}: Options): AsyncGenerator<Row> {
	const data = await context.data(size);
	const title = `DuckDB load, ${count(size.events)} events and ${count(size.songs)} songs`;
	const output = join(context.folder, 'load.ndjson');
	const shares: number[] = [];
	const pair = await alternate(rounds, {
		async ours() {
			const used = await loadIntoDuckDb(context, data, output);
			shares.push(checkingShare(output));
			return used;
		},
		theirs: async () => loadPlain(context, data),
	});
	yield {...comparison({id, title, against: 'the plain loader', goal}, pair), note: stageTimes(output)};
	yield {
		id: `${id}.checking`,
		title: `${title}: share of \`verify\` and counting`,
		unit: '%',
		// Like the first round, its share is discarded.
		ours: shares.slice(1),
		goal: 6,
	};
	yield {
		id: `${id}.memory`,
		title: `${title}: peak memory`,
		unit: 'MB',
		ours: pair.ours.map(({peakMb = 0}) => peakMb),
		goal: 1500,
	};
}

export const duckDbLoad: Benchmark = {
	id: 'duckdb-load',
	async *measure(context) {
		const {small, large} = context;
		yield* compare(context, 'duckdb-load.small', {size: small, goal: 1.15, rounds: context.rounds(5, 3)});
		yield* compare(context, 'duckdb-load.large', {size: large, goal: 1.25, rounds: context.rounds(2, 1)});
	},
};
