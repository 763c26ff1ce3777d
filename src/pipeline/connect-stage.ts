import {toFailure} from '../errors.js';
import {bundledSample, type Source} from '../source/source.js';
import type {MovedFile} from '../warehouse/warehouse.js';
import type {Stage} from './stage.js';
import {stageDependencies} from './stage-dependencies.js';

export const connectStage: Stage = {
	id: 'connect',
	title: 'Connect to the warehouse',
	explain:
		'Opens the database that the tables will live in. ' +
		'Nothing is created, changed or deleted yet: this only finds out that it can be reached.',
	dependsOn: stageDependencies.connect,
	sql: () => [],
	async plan({warehouse, source}) {
		return {
			stage: 'connect',
			sql: [],
			reads: [],
			destroys: [],
			notes: [`The warehouse is ${warehouse.name}.`, `The data come from ${sourceName(source)}.`],
		};
	},
	async dryRun({warehouse, signal, onProgress}) {
		const version = await warehouse.connect({
			signal,
			onWaiting: () => onProgress({waitingFor: slowLogin}),
		});
		return {
			stage: 'connect',
			ok: true,
			findings: {type: 'message', text: `The warehouse answers: ${version}.`},
			destroys: [],
			notes: [],
		};
	},
	async run({warehouse, signal, onProgress, movesDamagedFile}) {
		const connect = async () =>
			warehouse.connect({signal, onWaiting: () => onProgress({waitingFor: slowLogin})});
		let moved: readonly MovedFile[] = [];
		const summary = await connect().catch(async error => {
			if (!movesDamagedFile || !toFailure(error).damaged) throw error;
			moved = (await warehouse.moveDamagedFile?.()) ?? [];
			return connect();
		});
		const warnings = moved.map(({from, to}) => `${from} was damaged. It was renamed to ${to}.`);
		return {rows: 0, rowsBefore: 0, rejected: 0, summary, ...(moved.length > 0 && {warnings})};
	},
};

const slowLogin =
	'The server has answered but is not ready. A serverless workgroup or a server that was idle may need some minutes to start.';

/** A folder and an address stand for themselves; the sample is called by a word. */
function sourceName({name}: Source): string {
	return name === bundledSample ? `the ${name}` : name;
}
