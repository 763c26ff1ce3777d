import {type Instance, render} from 'ink';
import {terminalSize} from '../notebook/terminal-size.js';
import {App} from './App.js';
import {assemble} from './control/assemble.js';
import type {Mode} from './mode.js';
import type {NotebookOptions} from './notebook-options.js';

/**
Shows the notebook until the person leaves it, and answers the exit code; the terminal is as it was before then.
Standard input and output must be a terminal. Before this module is imported, `prepareColors` must have been called.
@throws what the program should never throw, after the terminal was put back.
*/
export async function startNotebook(options: NotebookOptions): Promise<number> {
	const {session} = options;
	const {stdin, stdout} = process;
	const size = () => terminalSize(stdout);
	let app: Instance | undefined;
	let drawn: Mode = {type: 'stage'};
	const defects: unknown[] = [];
	// Ink's `unmount` takes no error.
	const fail = (error: unknown) => {
		defects.push(error);
		app?.unmount();
	};
	const redraw = () => {
		// Ink counts the rows of its frame up from the last one, where it thinks the cursor is.
		stdout.write(`\u001B[2J\u001B[${size().rows};1H`);
		app?.clear();
		store.dispatch({type: 'ticked', now: Date.now(), load: session.state});
	};
	const notebook = assemble({
		...options,
		size: size(),
		write: sequence => void stdout.write(sequence),
		redraw,
		onDefect: fail,
	});
	const {store, controller, texts} = notebook;
	const onResize = () => store.dispatch({type: 'resized', size: size()});
	stdout.on('resize', onResize);
	// Before the first frame asks for a key: until Ink takes the keys, the terminal would make Ctrl+J of Enter, and show it.
	stdin.setRawMode(true);
	app = render(
		<App
			store={store}
			loadInfo={{warehouse: session.warehouse.name, source: session.source.name, texts}}
			onKeys={controller.press}
			onPaste={controller.paste}
			onFrame={state => {
				drawn = state.mode;
			}}
		/>,
		// Whoever called made sure of a terminal; left to itself, Ink takes a variable CI for there being none.
		{
			interactive: true,
			alternateScreen: true,
			incrementalRendering: true,
			exitOnCtrlC: false,
			// What was typed before the frame is still to be read: two turns of the event loop read it.
			onRender() {
				const mode = drawn;
				setImmediate(() => setImmediate(() => controller.frameWritten(mode)));
			},
		},
	);
	// The cursor may have stood in the middle of a line, and the first frame begins where it stood.
	redraw();
	notebook.start().catch(fail);
	const {ended, forget} = terminationSignal();
	// The last guard: whatever nobody caught ends the program with the terminal as it was before.
	process.on('uncaughtException', fail).on('unhandledRejection', fail);
	try {
		const code = await Promise.race([notebook.exited, ended, app.waitUntilExit().then(() => 0)]);
		app.unmount();
		await app.waitUntilExit();
		if (defects.length > 0) throw defects[0];
		return code;
	} finally {
		process.off('uncaughtException', fail).off('unhandledRejection', fail);
		forget();
		stdin.setRawMode(false);
		stdout.off('resize', onResize);
		notebook.end();
	}
}

/** The exit code once somebody ends the program: then what runs is cancelled in order, as when a person leaves. */
function terminationSignal(): {readonly ended: Promise<number>; readonly forget: () => void} {
	const codes = {SIGTERM: 143, SIGHUP: 129} as const;
	let forget = () => {};
	const ended = new Promise<number>(resolve => {
		const listeners = (['SIGTERM', 'SIGHUP'] as const).map(name => {
			const listener = () => resolve(codes[name]);
			process.on(name, listener);
			return () => process.off(name, listener);
		});
		forget = () => {
			for (const remove of listeners) remove();
		};
	});
	return {ended, forget};
}
