import {keyTable} from '../ui/keys/key-table.js';
import {terminalKeys} from '../ui/keys/terminal-keys.js';
import {startNotebook} from '../ui/start-notebook.js';
import type {NotebookInvocation} from './invocation.js';
import {notebook} from './notebook.js';

/** Runs the notebook that Ink draws. Call `prepareColors` before importing this module. Returns the exit code. */
export async function drawnNotebook(invocation: NotebookInvocation): Promise<number> {
	return notebook(invocation, async options => {
		const keys = terminalKeys(options.keys ?? keyTable, process.env);
		const code = await startNotebook({...options, keys});
		return {code, keepsChanges: code >= 128};
	});
}
