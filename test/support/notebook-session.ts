import type {Session, Warehouse} from '../../src/warehouse/warehouse.js';

/** The notebook's session of a double: answers queries as the double does, and never has a transaction. */
export function notebookOf({run, query}: Pick<Warehouse, 'run' | 'query'>): Session {
	return {
		transactionState: 'none',
		run,
		query,
		takeNotices: () => [],
		async cancel() {},
		async close() {},
	};
}
