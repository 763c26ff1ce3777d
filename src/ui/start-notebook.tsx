import {setImmediate as nextTurn} from 'node:timers/promises';
import {type Instance, render} from 'ink';
import {terminalSize} from '../notebook/terminal-size.js';
import {App} from './components/App.js';
import {assemble, type FrontOptions} from './control/assemble.js';
import {terminationSignal} from './control/termination-signal.js';
import type {SuspendTerminal} from './hooks/use-suspension.js';
import {paletteOf} from './lines/palette.js';
import type {LoadInfo} from './lines/screen-lines.js';
import type {Mode} from './state/mode.js';

/**
Shows the notebook until the user quits, restores the terminal and returns the exit code.
Standard input and output must be a terminal. Call `prepareColors` before importing this module.
@throws unexpected errors, after the terminal was restored.
*/
export async function startNotebook({
	profile,
	theme = 'ansi',
	usesMouse = false,
	...options
}: FrontOptions): Promise<number> {
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
		// Ink counts its frame's rows upwards from the last row, where it assumes the cursor is.
		stdout.write(`\u001B[2J\u001B[${size().rows};1H`);
		app?.clear();
		store.dispatch({type: 'ticked', now: Date.now()});
	};
	let suspendInk: SuspendTerminal | undefined;
	const notebook = assemble({
		...options,
		production: profile?.isProduction === true ? profile.name : undefined,
		size: size(),
		suspend: async work => suspendInk?.(async () => withoutReading(stdin, work)),
		write: sequence => void stdout.write(sequence),
		redraw,
		onDefect: fail,
	});
	const {store, controller, texts} = notebook;
	const loadInfo: LoadInfo = {
		warehouse: session.warehouse.name,
		get source() {
			return session.source.name;
		},
		profile,
		texts,
	};
	const onResize = () => {
		store.dispatch({type: 'resized', size: size()});
		// On a narrower screen, Ink draws the old frame again before React has rendered the new size, and its lines wrap.
		// On a taller one, GNU screen moves the lines down.
		setImmediate(redraw);
	};
	stdout.on('resize', onResize);
	// Before the first frame: until Ink sets raw mode, the terminal turns Enter into Ctrl+J and echoes it.
	stdin.setRawMode(true);
	app = render(
		<App
			store={store}
			loadInfo={loadInfo}
			palette={paletteOf(theme, process.env)}
			onKeys={controller.press}
			onPaste={controller.paste}
			{...(usesMouse && {onMouse: controller.mouse})}
			onFrame={state => {
				drawn = state.mode;
			}}
			onSuspendable={suspendTerminal => {
				suspendInk = suspendTerminal;
			}}
		/>,
		// The caller has checked for a terminal. By default, Ink assumes there is none if CI is set.
		{
			interactive: true,
			alternateScreen: true,
			incrementalRendering: true,
			// At Ink's default of 30, a key that follows another within 34 ms would wait for the rest of them.
			maxFps: 60,
			exitOnCtrlC: false,
			// Input typed before the frame is still unread; two turns of the event loop read it.
			onRender() {
				const mode = drawn;
				setImmediate(() => setImmediate(() => controller.frameWritten(mode)));
			},
		},
	);
	// The first frame starts at the cursor, which may have been in the middle of a line.
	redraw();
	notebook.start().catch(fail);
	const {terminated, removeListeners} = terminationSignal();
	// Last resort: uncaught errors end the program, with the terminal restored.
	process.on('uncaughtException', fail).on('unhandledRejection', fail);
	try {
		const code = await Promise.race([notebook.exited, terminated, app.waitUntilExit().then(() => 0)]);
		app.unmount();
		await app.waitUntilExit();
		if (defects.length > 0) throw defects[0];
		return code;
	} finally {
		process.off('uncaughtException', fail).off('unhandledRejection', fail);
		removeListeners();
		stdin.setRawMode(false);
		stdout.off('resize', onResize);
		notebook.end();
	}
}

/** Ink gives up only its own listener, and Node would go on to read what is typed into an editor. */
async function withoutReading(stdin: NodeJS.ReadStream, work: () => Promise<void>): Promise<void> {
	// Without Ink's listener, the stream begins to flow at the next tick.
	await nextTurn();
	stdin.pause();
	try {
		await work();
	} finally {
		stdin.resume();
	}
}
