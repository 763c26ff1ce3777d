import {setTimeout as sleep} from 'node:timers/promises';
import {readLocale} from '../doctor/terminal-info.js';
import {answerCommand} from '../notebook/commands/answer-command.js';
import {openNotebook} from '../notebook/files/open-notebook.js';
import {History, historyFile} from '../notebook/history.js';
import {NotebookSession} from '../notebook/notebook-session.js';
import {closingSummary} from '../plain/closing-summary.js';
import {prepareColors} from '../ui/prepare-colors.js';
import type {NotebookInvocation} from './invocation.js';
import {openLoadSession} from './open-load-session.js';
import {withPassword} from './with-password.js';

/** Limit for closing the warehouse on exit, ms. The server ends any sessions still open. */
const closeMs = 5000;

/** Runs the notebook. Returns the exit code. */
export async function notebook({
	settings: configured,
	program,
	file: path,
	write,
}: NotebookInvocation): Promise<number> {
	// Must ask before Ink takes over the terminal.
	const settings = await withPassword(configured);
	// Ink detects colors when it is loaded.
	prepareColors(process.env);
	const session = openLoadSession(settings, {checksFiles: true});
	const {warehouse, source} = session;
	const [{startNotebook}, history, file] = await Promise.all([
		import('../ui/start-notebook.js'),
		History.open(historyFile(warehouse.identity)),
		openNotebook(path),
	]);
	const cells = new NotebookSession(warehouse.notebook, {
		on: `${warehouse.name} ← ${source.name}`,
		isReadOnly: write !== true,
		answerCommand: async (text, options) => answerCommand(text, warehouse, options),
	});
	/** Whether the user has quit. After a crash or a signal, unsaved cells are kept. */
	let hasQuit = false;
	try {
		const code = await startNotebook({
			session,
			notebook: cells,
			file,
			mayWrite: write !== 'never',
			history,
			profile: settings.profile,
			display: {expanded: program.expanded, hasTimes: program.timing},
			isUnicode: readLocale(process.env, process.platform).encoding !== 'other',
		});
		hasQuit = code < 128;
		process.stdout.write(closingSummary(session.state, warehouse.name));
		return code;
	} finally {
		file.close(cells.document.cells, {keepsChanges: !hasQuit});
		const closed = cells.close().then(async () => session.close());
		await Promise.race([Promise.all([closed, history.written]), sleep(closeMs)]);
	}
}
