import type {Setup} from '../../src/ui/control/setup.js';
import {ScriptedSource} from './scripted-warehouse.js';

/** Of a configured program, with nothing to browse. */
export const noSetup: Setup = {
	isFirstRun: false,
	claimTour: () => false,
	async createBrowser() {
		throw new Error('Nothing to browse.');
	},
	openData: () => new ScriptedSource(),
	configLines: () => undefined,
	async askWarehouse() {
		throw new Error('Nothing to ask.');
	},
	writeData: async () => 'dwh.cfg in this folder',
};
