import type {Stage} from './stage.js';
import {stageNeeds} from './stage-needs.js';

export const connectStage: Stage = {
	id: 'connect',
	title: 'Connect to the warehouse',
	explain:
		'Opens the database that the tables will live in. ' +
		'Nothing is created, changed or deleted yet: this only finds out that it can be reached.',
	needs: stageNeeds.connect,
	sql: () => [],
	async plan({warehouse, source}) {
		return {
			stage: 'connect',
			sql: [],
			reads: [],
			destroys: [],
			notes: [`The warehouse is ${warehouse.name}.`, `The data come from ${source.name}.`],
		};
	},
	async run({warehouse, signal}) {
		return {rows: 0, rowsBefore: 0, rejected: 0, summary: await warehouse.connect({signal})};
	},
};
