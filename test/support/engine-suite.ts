import {dimensionTests} from './engine-dimensions.js';
import {exportTests} from './engine-exports.js';
import type {OpenWarehouse} from './engine-fixture.js';
import {loadTests} from './engine-loads.js';
import {notebookTests} from './engine-notebook.js';
import {queryTests} from './engine-queries.js';
import {readOnlyTests} from './engine-read-only.js';
import {rejectTests} from './engine-rejects.js';
import {songplayTests} from './engine-songplays.js';
import {stagingTests} from './engine-staging.js';
import {timeTests} from './engine-time.js';
import {transactionTests} from './engine-transactions.js';

/** The tests shared by all engines: the rules of the load and the Warehouse interface. Called once per engine. */
export function engineSuite(name: string, open: OpenWarehouse): void {
	stagingTests(name, open);
	rejectTests(name, open);
	songplayTests(name, open);
	dimensionTests(name, open);
	timeTests(name, open);
	transactionTests(name, open);
	queryTests(name, open);
	exportTests(name, open);
	readOnlyTests(name, open);
	notebookTests(name, open);
	loadTests(name, open);
}
