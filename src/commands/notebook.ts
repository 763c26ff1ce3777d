import {setTimeout as sleep} from 'node:timers/promises';
import type {Settings} from '../config/settings.js';
import {History, historyFile} from '../notebook/history.js';
import {QuerySession} from '../notebook/query-session.js';
import {createLoadSession} from '../pipeline/create-load-session.js';
import {closingSummary} from '../plain/closing-summary.js';
import {openSource} from '../source/open-source.js';
import {prepareColors} from '../ui/prepare-colors.js';
import {openWarehouse} from '../warehouse/open-warehouse.js';
import {jsonPathsOf} from './json-paths-of.js';
import {withPassword} from './with-password.js';

/** How long a person who has left waits for the warehouse to close, ms. What is still open then the server ends itself. */
const closeMs = 5000;

/** The notebook. Answers the exit code. */
export async function notebook(known: Settings): Promise<number> {
	// Before Ink has the terminal.
	const settings = await withPassword(known);
	// Whether there are colours is settled when Ink is loaded.
	prepareColors(process.env);
	const [{startNotebook}, history] = await Promise.all([
		import('../ui/start-notebook.js'),
		History.open(historyFile()),
	]);
	const session = createLoadSession({
		warehouse: openWarehouse(settings),
		source: openSource(settings),
		maxErrors: settings.maxErrors,
		jsonPaths: jsonPathsOf(settings),
		checksFiles: true,
	});
	const queries = new QuerySession(session.warehouse.notebook);
	try {
		const code = await startNotebook({session, queries, history});
		process.stdout.write(closingSummary(session.state, session.warehouse.name));
		return code;
	} finally {
		const closed = queries.close().then(async () => session.close());
		await Promise.race([Promise.all([closed, history.written]), sleep(closeMs)]);
	}
}
