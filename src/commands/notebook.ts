import {setTimeout as sleep} from 'node:timers/promises';
import {History, historyFile} from '../notebook/history.js';
import {QuerySession} from '../notebook/query-session.js';
import {closingSummary} from '../plain/closing-summary.js';
import {prepareColors} from '../ui/prepare-colors.js';
import type {NotebookInvocation} from './invocation.js';
import {openLoadSession} from './open-load-session.js';
import {withPassword} from './with-password.js';

/** Limit for closing the warehouse on exit, ms. The server ends any sessions still open. */
const closeMs = 5000;

/** Runs the notebook. Returns the exit code. */
export async function notebook({settings: configured}: NotebookInvocation): Promise<number> {
	// Must ask before Ink takes over the terminal.
	const settings = await withPassword(configured);
	// Ink detects colors when it is loaded.
	prepareColors(process.env);
	const [{startNotebook}, history] = await Promise.all([
		import('../ui/start-notebook.js'),
		History.open(historyFile()),
	]);
	const session = openLoadSession(settings, {checksFiles: true});
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
