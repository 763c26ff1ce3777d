import {setTimeout as sleep} from 'node:timers/promises';
import {configName} from '../config/config-file.js';
import type {Settings} from '../config/settings.js';
import {readLocale} from '../doctor/terminal-info.js';
import {stateProblem} from '../files/state-folder.js';
import {answerCommand} from '../notebook/commands/answer-command.js';
import {openNotebook} from '../notebook/files/open-notebook.js';
import {History, historyFile} from '../notebook/history.js';
import {NotebookSession} from '../notebook/notebook-session.js';
import {closingSummary} from '../plain/closing-summary.js';
import type {PlainEnd} from '../plain/notebook/start-plain-notebook.js';
import type {FrontOptions} from '../ui/control/assemble.js';
import type {NotebookInvocation} from './invocation.js';
import {openLoadSession} from './open-load-session.js';
import {createSetup} from './setup.js';
import {withPassword} from './with-password.js';

/** Limit for closing the warehouse on exit, ms. The server ends any sessions still open. */
const closeMs = 5000;

/** The notebook on the screen, or as printed lines. Runs it until the user quits. */
export type Front = (options: FrontOptions) => Promise<PlainEnd>;

/** Runs the notebook. Returns the exit code. */
export async function notebook(
	invocation: NotebookInvocation,
	start: Front,
	notice?: string,
): Promise<number> {
	const {settings: configured, program, keys, file: path, write, isUnconfigured} = invocation;
	// Must ask before Ink takes over the terminal.
	const settings = await withPassword(configured);
	const session = await openLoadSession(settings, {checksFiles: true});
	const {warehouse, source} = session;
	const [history, file] = await Promise.all([
		History.open(historyFile(warehouse.identity)),
		openNotebook(path),
	]);
	const cells = new NotebookSession(warehouse.notebook, {
		on: `${warehouse.name} ← ${source.name}`,
		isReadOnly: write !== true,
		answerCommand: async (text, options) => answerCommand(text, warehouse, options),
	});
	/** After a crash or a signal, unsaved cells are kept. */
	let keepsChanges = true;
	/** Another warehouse that the user has configured. */
	let next: Settings | undefined;
	let code: number;
	try {
		const end = await start({
			session,
			notebook: cells,
			file,
			setup: createSetup(settings, {
				isUnconfigured,
				notice,
				onWarehouse(other) {
					next = other;
				},
			}),
			mayWrite: write !== 'never',
			history,
			keys,
			usesVi: program.editing_mode === 'vi',
			reducesMotion: program.reduced_motion,
			stateProblem: stateProblem('History and unsaved cells'),
			profile: settings.profile,
			theme: program.theme,
			usesMouse: program.mouse,
			display: {expanded: program.expanded, hasTimes: program.timing},
			isUnicode: readLocale(process.env, process.platform).encoding !== 'other',
		});
		({keepsChanges} = end);
		({code} = end);
		if (next === undefined) process.stdout.write(closingSummary(session.state, warehouse.name));
	} finally {
		file.close(cells.document.cells, {keepsChanges});
		const closed = cells.close().then(async () => session.close());
		await Promise.race([Promise.all([closed, history.written]), sleep(closeMs)]);
	}
	if (next === undefined) return code;
	return notebook(
		{...invocation, settings: next, isUnconfigured: false},
		start,
		`Created ${configName} in this folder.`,
	);
}
