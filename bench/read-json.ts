/** Reading events that are written in other ways than usual, against the usual way: one line each, keys in table order. */
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {count} from '../src/format/figures.js';
import {LocalSource} from '../src/source/local/local-source.js';
import {alternate, type Benchmark, comparison} from './benchmark.js';
import type {Usage} from './processes.js';

type Shape = {readonly id: string; readonly name: string; readonly write: (event: object) => string};

const reversed = (event: object) => Object.fromEntries(Object.entries(event).reverse());
const spaced = (event: object) => JSON.stringify(event, undefined, 1).replaceAll(/\n\s*/g, ' ');
const pretty = (event: object) => JSON.stringify(event, undefined, 2);

const shapes: readonly Shape[] = [
	{id: 'order', name: 'keys in another order', write: event => JSON.stringify(reversed(event))},
	{id: 'spaces', name: 'with spaces', write: spaced},
	{id: 'spaces-order', name: 'with spaces, keys in another order', write: event => spaced(reversed(event))},
	{id: 'pretty', name: 'pretty-printed', write: pretty},
	{
		id: 'pretty-order',
		name: 'pretty-printed, keys in another order',
		write: event => pretty(reversed(event)),
	},
];

/** Writes the events of a folder again. @returns a folder with them */
function rewritten(folder: string, data: string, {id, write}: Shape): string {
	const target = join(folder, `read-json-${id}`);
	const logs = join(target, 'log_data');
	mkdirSync(logs, {recursive: true});
	for (const entry of readdirSync(join(data, 'log_data'), {recursive: true, withFileTypes: true})) {
		if (!entry.isFile()) continue;
		const lines = readFileSync(join(entry.parentPath, entry.name), 'utf8').trimEnd().split('\n');
		writeFileSync(
			join(logs, basename(entry.name)),
			lines.map(line => `${write(JSON.parse(line))}\n`).join(''),
		);
	}
	return target;
}

/** Reads all events in this process and its reader threads. */
async function read(data: string): Promise<Usage> {
	const source = new LocalSource(data, data);
	const cpu = process.cpuUsage();
	const started = performance.now();
	for await (const {rejects} of source.records('events', await source.inventory('events')))
		if (rejects.length > 0) throw new Error(`A record was rejected: ${JSON.stringify(rejects[0])}`);
	const seconds = (performance.now() - started) / 1000;
	const {user, system} = process.cpuUsage(cpu);
	return {seconds, cpuSeconds: (user + system) / 1e6};
}

export const readJson: Benchmark = {
	id: 'read-json',
	async *measure(context) {
		const data = await context.data(context.small);
		for (const shape of shapes) {
			const other = rewritten(context.folder, data, shape);
			yield comparison(
				{
					id: `read-json.${shape.id}`,
					title: `Reading ${count(context.small.events)} events, ${shape.name}`,
					against: 'the usual form',
					goal: 2,
				},
				await alternate(context.rounds(5, 3), {
					ours: async () => read(other),
					theirs: async () => read(data),
				}),
			);
		}
	},
};
