import {toFailure} from '../errors.js';
import {shownFile, shownPath} from '../files/home-path.js';
import {takeCreatedStateFolder} from '../files/state-folder.js';
import {bundledSample, type Source} from '../source/source.js';
import {pinSchema} from '../warehouse/pin-schema.js';
import type {MovedFile, Warehouse} from '../warehouse/warehouse.js';
import type {StageBehavior} from './stage.js';

export const connectBehavior: StageBehavior = {
	// Transforms and COPY use unqualified names.
	sql: ({warehouse: {schema}}) => (schema === undefined ? [] : [pinSchema(schema)]),
	async plan({warehouse, source}) {
		return {
			stage: 'connect',
			sql: [],
			reads: [],
			destroys: [],
			notes: [`The warehouse is ${warehouse.name}.`, `The data comes from ${sourceName(source)}.`],
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
			findings: {type: 'message', text: `Connected to ${version}.`},
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
		const created = createdBy(warehouse);
		return {
			rows: 0,
			rowsBefore: 0,
			rejected: 0,
			summary,
			...(moved.length > 0 && {warnings}),
			...(created.length > 0 && {created}),
		};
	},
};

/** Names the database file and the state folder, if they are new. */
function createdBy({createdFile}: Warehouse): readonly string[] {
	const folder = takeCreatedStateFolder();
	return [
		...(createdFile === undefined ? [] : [`Created ${shownFile(createdFile)}.`]),
		...(folder === undefined
			? []
			: [`Created ${shownPath(folder)} for the history, the record of loads and unsaved cells.`]),
	];
}

const slowLogin =
	"The server responded but isn't ready yet. An idle server or serverless workgroup can take minutes to start.";

function sourceName({name}: Source): string {
	return name === bundledSample ? `the ${name}` : name;
}
