import {startPlainNotebook} from '../plain/notebook/start-plain-notebook.js';
import type {NotebookInvocation} from './invocation.js';
import {notebook} from './notebook.js';

/** Runs the notebook as printed lines. Returns the exit code. */
export async function plainNotebook(invocation: NotebookInvocation): Promise<number> {
	return notebook(invocation, startPlainNotebook);
}
