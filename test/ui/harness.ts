import {rmSync} from 'node:fs';
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {createLoadSession} from '../../src/load/create-load-session.js';
import type {LoadSession} from '../../src/load/load-session.js';
import type {PipelineState} from '../../src/load/state.js';
import {answerCommand} from '../../src/notebook/commands/answer-command.js';
import type {Cell} from '../../src/notebook/document/document.js';
import {type OpenNotebook, openNotebook} from '../../src/notebook/files/open-notebook.js';
import {History} from '../../src/notebook/history.js';
import {NotebookSession} from '../../src/notebook/notebook-session.js';
import {assemble, type Notebook, type NotebookOptions} from '../../src/ui/control/assemble.js';
import {inView} from '../../src/ui/lines/in-view.js';
import type {Line} from '../../src/ui/lines/line.js';
import type {Snapshot} from '../../src/ui/state/snapshot.js';
import type {Size} from '../../src/ui/state/ui-state.js';
import {noSetup} from './no-setup.js';
import {type Script, ScriptedSource, ScriptedWarehouse} from './scripted-warehouse.js';

/** What a frame would show now. */
type Shown = Snapshot & Pick<PipelineState, 'freshPlans'>;

/** Settings of the notebook. */
type TestOptions = Partial<Pick<NotebookOptions, 'production' | 'setup' | 'keys' | 'usesVi'>>;

/** Of the notebooks of this process, removed at its end. */
const folders: string[] = [];
process.on('exit', () => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

/** A notebook over a scripted warehouse, with keys to press and no screen. */
export class TestNotebook {
	readonly notebook: Notebook;
	readonly session: LoadSession;
	readonly warehouse: ScriptedWarehouse;
	/** Output that bypassed the screen. */
	readonly written: string[] = [];
	readonly defects: unknown[] = [];

	private constructor(
		warehouse: ScriptedWarehouse,
		session: LoadSession,
		history: History,
		file: OpenNotebook,
		size: Size,
		options: TestOptions,
	) {
		this.warehouse = warehouse;
		this.session = session;
		this.notebook = assemble({
			session,
			notebook: new NotebookSession(session.warehouse.notebook, {
				on: 'Test ← sample',
				isReadOnly: true,
				answerCommand: async (text, options) => answerCommand(text, session.warehouse, options),
			}),
			file,
			setup: noSetup,
			mayWrite: true,
			history,
			size,
			isUnicode: true,
			suspend: async work => work(),
			write: sequence => this.written.push(sequence),
			redraw: () => {},
			...options,
			onDefect: error => this.defects.push(error),
		});
	}

	static async open(
		script: Script = {},
		size: Size = {columns: 80, rows: 24},
		options: TestOptions = {},
	): Promise<TestNotebook> {
		const warehouse = new ScriptedWarehouse(script);
		const session = createLoadSession({warehouse, source: new ScriptedSource(), maxErrors: 0, ledger: false});
		const folder = await mkdtemp(join(tmpdir(), 'notebook-'));
		folders.push(folder);
		const opened = new TestNotebook(
			warehouse,
			session,
			await History.open(join(folder, 'history.jsonl')),
			await openNotebook(undefined, {env: {XDG_STATE_HOME: folder}}),
			size,
			options,
		);
		await opened.notebook.start();
		return opened;
	}

	get state(): Shown {
		const snapshot = inView(this.notebook.store.getState());
		return {...snapshot, freshPlans: snapshot.load.freshPlans};
	}

	/** The cells above the input. */
	get cells(): readonly Cell[] {
		return this.state.document.cells.slice(0, -1);
	}

	/** The cell that ran last. */
	get last(): Cell | undefined {
		const ran = this.cells.filter(({number}) => number !== undefined);
		return ran.toSorted((a, b) => a.number! - b.number!).at(-1);
	}

	/** Types a statement into the input, runs it with Enter and waits for its end. Returns its cell. */
	async run(text: string): Promise<Cell> {
		const before = this.last?.number;
		await this.type(text);
		await this.press('enter');
		await this.until(({document}) => document.running === undefined && this.last?.number !== before);
		return this.last!;
	}

	/** Presses keys by their names in the key table, each after a new frame was written. */
	async press(...keys: readonly string[]): Promise<void> {
		for (const name of keys) {
			this.notebook.controller.frameWritten(this.state.mode);
			this.notebook.controller.press(name.length === 1 ? {name, text: name} : {name});
			await sleep(1);
		}
	}

	/** Presses keys that arrive in one read of the terminal. */
	burst(...keys: readonly string[]): void {
		this.notebook.controller.frameWritten(this.state.mode);
		this.notebook.controller.press(...keys.map(name => (name.length === 1 ? {name, text: name} : {name})));
	}

	/** Waits for the question before data is destroyed and answers yes. */
	async confirm(): Promise<void> {
		await this.until(({mode}) => mode.type === 'confirm');
		await this.press('y', 'e', 's', 'enter');
	}

	async type(text: string): Promise<void> {
		await this.press(...text);
	}

	/** @throws Error if the condition doesn't hold within five seconds. */
	async until(condition: (state: Shown) => boolean): Promise<void> {
		for (let waited = 0; !condition(this.state); waited += 5) {
			if (waited > 5000) throw new Error(`Timed out waiting for: ${condition.toString()}`);
			await sleep(5);
		}
	}

	/** Runs all stages until the page opens. */
	async load(): Promise<void> {
		await this.press('a');
		await this.until(({mode}) => mode.type === 'editor');
	}
}

export function textOf(lines: readonly Line[]): readonly string[] {
	return lines.map(line => line.map(({text}) => text).join(''));
}
