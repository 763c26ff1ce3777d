import {type Instance, render} from 'ink';
import {App} from './App.js';
import {assemble} from './control/assemble.js';
import type {NotebookOptions} from './notebook-options.js';
import type {Size} from './ui-state.js';

/**
Shows the notebook until the person leaves it, and answers the exit code; the terminal is as it was before then.
Standard input and output must be a terminal. Before this module is imported, `prepareColors` must have been called.
@throws what the program should never throw, after the terminal was put back.
*/
export async function startNotebook(options: NotebookOptions): Promise<number> {
	const {session} = options;
	const {stdout} = process;
	const size = (): Size => ({columns: stdout.columns, rows: stdout.rows});
	let app: Instance | undefined;
	const fail = (error: unknown) => app?.unmount(error instanceof Error ? error : new Error(String(error)));
	const notebook = assemble({
		...options,
		size: size(),
		write: sequence => void stdout.write(sequence),
		redraw() {
			// Ink counts the rows of its frame up from the last one, where it thinks the cursor is.
			stdout.write(`\u001B[2J\u001B[${stdout.rows};1H`);
			app?.clear();
			store.dispatch({type: 'ticked', now: Date.now(), load: session.state});
		},
		onDefect: fail,
	});
	const {store, controller, texts} = notebook;
	const onResize = () => store.dispatch({type: 'resized', size: size()});
	stdout.on('resize', onResize);
	app = render(
		<App
			store={store}
			subject={{warehouse: session.warehouse.name, source: session.source.name, texts}}
			onKey={controller.press}
			onPaste={controller.paste}
		/>,
		{alternateScreen: true, incrementalRendering: true, exitOnCtrlC: false},
	);
	notebook.begin().catch(fail);
	try {
		const code = await Promise.race([notebook.left, app.waitUntilExit().then(() => 0)]);
		app.unmount();
		await app.waitUntilExit();
		return code;
	} finally {
		stdout.off('resize', onResize);
		notebook.end();
	}
}
