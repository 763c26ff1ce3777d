import type {Session, Warehouse} from '../../src/warehouse/warehouse.js';

/** A fake notebook session without transactions that runs queries on the fake warehouse. */
export function notebookSession({run, query}: Pick<Warehouse, 'run' | 'query'>): Session {
	return {
		transactionState: 'none',
		run,
		query,
		canRollBack: sql => !/^vacuum/i.test(sql),
		takeNotices: () => [],
		async close() {},
	};
}
