import {dimensionTests} from './engine-dimensions.js';
import type {OpenWarehouse} from './engine-fixture.js';
import {loadTests} from './engine-loads.js';
import {queryTests} from './engine-queries.js';
import {rejectTests} from './engine-rejects.js';
import {songplayTests} from './engine-songplays.js';
import {stagingTests} from './engine-staging.js';
import {timeTests} from './engine-time.js';
import {transactionTests} from './engine-transactions.js';

/**
Everything that holds for every engine: the rules of the load, value for value, and the Warehouse interface.
One test file for each engine calls it.
*/
export function engineSuite(name: string, open: OpenWarehouse): void {
	stagingTests(name, open);
	rejectTests(name, open);
	songplayTests(name, open);
	dimensionTests(name, open);
	timeTests(name, open);
	transactionTests(name, open);
	queryTests(name, open);
	loadTests(name, open);
}
