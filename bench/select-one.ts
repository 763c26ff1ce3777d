/** `query 'SELECT 1'` on a DuckDB file, against Node opening the file and selecting 1. */
import {join, resolve} from 'node:path';
import {alternate, type Benchmark, compared} from './benchmark.js';
import {runInDuckDb} from './data.js';
import {program, run} from './processes.js';

export const selectOne: Benchmark = {
	id: 'select-one',
	async *measure(context) {
		const database = join(context.folder, 'select-one.duckdb');
		await runInDuckDb(database, 'CREATE TABLE one AS SELECT 1');
		const node = async (...args: readonly string[]) => {
			const {seconds} = await run(process.execPath, args, {
				cwd: context.folder,
				env: {XDG_STATE_HOME: context.folder},
			});
			return seconds * 1000;
		};
		yield compared(
			'ms',
			{
				id: 'select-one',
				title: '`query "SELECT 1"` on DuckDB',
				against: 'Node opening the file and selecting 1',
				goal: 1.2,
			},
			await alternate(context.rounds(21, 11), {
				ours: async () => node(program, 'query', 'SELECT 1', '--database', database),
				theirs: async () => node(resolve('bench/limits/select-one.mjs'), database),
			}),
		);
	},
};
