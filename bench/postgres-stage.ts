/** Staging on PostgreSQL against the same rows as prepared COPY text, each in a separate process. */
import {fork} from 'node:child_process';
import {join} from 'node:path';
import {count} from '../src/format/figures.js';
import {alternate, type Benchmark, comparison} from './benchmark.js';
import {preparedText} from './data.js';
import type {Measured, Staging} from './postgres-stage-once.js';

/** Creates the tables and fills the staging tables, in a separate process. */
async function stage(task: Staging): Promise<Measured> {
	const child = fork(join(import.meta.dirname, 'postgres-stage-once.ts'), {execArgv: ['--import=tsx']});
	child.send(task);
	return new Promise((done, failed) => {
		child.once('message', done);
		child.once('exit', code => failed(new Error(`The ${task.way} staging ended with ${code}.`)));
	});
}

export const postgresStage: Benchmark = {
	id: 'postgres-stage',
	async *measure(context) {
		const data = await context.data(context.small);
		const prepared = {
			events: await preparedText(data, 'events'),
			songs: await preparedText(data, 'songs'),
		};
		const server = await context.postgres();
		const {host, port, user, password} = server;
		const database = await server.createDatabase();
		const way = (name: Staging['way']) => async () =>
			stage({way: name, data, prepared, host, port, user, password, database});
		const {events, songs} = context.small;
		yield comparison(
			{
				id: 'postgres-stage',
				title: `PostgreSQL staging, ${count(events)} events and ${count(songs)} songs`,
				against: 'COPY of prepared text',
				goal: 1.15,
			},
			await alternate(context.rounds(7, 3), {ours: way('ours'), theirs: way('prepared')}),
		);
	},
};
