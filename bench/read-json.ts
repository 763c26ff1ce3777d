/** Reading records that are written in other ways than usual, against the usual way: on one line, keys in table order. */
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {count} from '../src/format/figures.js';
import {LocalSource} from '../src/source/local/local-source.js';
import type {RecordKind} from '../src/source/source.js';
import {recordFolder} from '../src/source/staging-columns.js';
import {randomNumbers, shuffled} from '../test/source/random-numbers.js';
import {alternate, type Benchmark, comparison} from './benchmark.js';
import type {Usage} from './processes.js';

type Shape = {readonly id: string; readonly name: string; readonly write: (record: object) => string};

const below = randomNumbers(1);

/** The order of the keys changes with every call. */
const inAnyOrder = (record: object) => Object.fromEntries(shuffled(Object.entries(record), below));
const reversed = (record: object) => Object.fromEntries(Object.entries(record).reverse());
const compact = (record: object) => JSON.stringify(record);
const spaced = (record: object) => JSON.stringify(record, undefined, 1).replaceAll(/\n\s*/g, ' ');
const pretty = (record: object) => JSON.stringify(record, undefined, 4);

const usual: Shape = {id: 'usual', name: 'in the usual form', write: compact};
const shapes: readonly Shape[] = [
	{id: 'order', name: 'keys in another order', write: record => compact(reversed(record))},
	{id: 'any-order', name: 'keys in another order each time', write: record => compact(inAnyOrder(record))},
	{id: 'spaces', name: 'with spaces', write: spaced},
	{id: 'spaces-order', name: 'with spaces, keys in another order', write: record => spaced(reversed(record))},
	{id: 'pretty', name: 'pretty-printed', write: pretty},
	{
		id: 'pretty-order',
		name: 'pretty-printed, keys in another order',
		write: record => pretty(reversed(record)),
	},
];

/** Writes the records of a kind again. @returns a folder with them */
function rewritten(folder: string, data: string, kind: RecordKind, {id, write}: Shape): string {
	const target = join(folder, `read-json-${id}`);
	const source = join(data, recordFolder[kind]);
	mkdirSync(join(target, recordFolder[kind]), {recursive: true});
	for (const entry of readdirSync(source, {recursive: true, withFileTypes: true})) {
		if (!entry.isFile()) continue;
		const lines = readFileSync(join(entry.parentPath, entry.name), 'utf8').trimEnd().split('\n');
		writeFileSync(
			join(target, recordFolder[kind], basename(entry.name)),
			lines.map(line => `${write(JSON.parse(line))}\n`).join(''),
		);
	}
	return target;
}

/** Reads all records of a kind in this process and its reader threads. */
async function read(data: string, kind: RecordKind): Promise<Usage> {
	const source = new LocalSource(data, data);
	const cpu = process.cpuUsage();
	const started = performance.now();
	for await (const {rejects} of source.records(kind, await source.inventory(kind)))
		if (rejects.length > 0) throw new Error(`A record was rejected: ${JSON.stringify(rejects[0])}`);
	const seconds = (performance.now() - started) / 1000;
	const {user, system} = process.cpuUsage(cpu);
	return {seconds, cpuSeconds: (user + system) / 1e6};
}

export const readJson: Benchmark = {
	id: 'read-json',
	async *measure(context) {
		const data = await context.data(context.small);
		for (const kind of ['events', 'songs'] as const) {
			const usually = rewritten(context.folder, data, kind, usual);
			for (const shape of shapes) {
				const other = rewritten(context.folder, data, kind, shape);
				yield comparison(
					{
						id: `read-json.${kind}-${shape.id}`,
						title: `Reading ${count(context.small[kind])} ${kind}, ${shape.name}`,
						against: 'the usual form',
						goal: 2,
					},
					await alternate(context.rounds(5, 3), {
						ours: async () => read(other, kind),
						theirs: async () => read(usually, kind),
					}),
				);
			}
		}
	},
};
