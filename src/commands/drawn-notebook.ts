import {startNotebook} from '../ui/start-notebook.js';
import type {NotebookInvocation} from './invocation.js';
import {notebook} from './notebook.js';

/** Runs the notebook that Ink draws. Call `prepareColors` before importing this module. Returns the exit code. */
export async function drawnNotebook(invocation: NotebookInvocation): Promise<number> {
	return notebook(invocation, async options => {
		const code = await startNotebook(options);
		return {code, keepsChanges: code >= 128};
	});
}
