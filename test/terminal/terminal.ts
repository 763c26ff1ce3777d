import {write} from 'node:fs';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import xterm from '@xterm/headless';
import * as pty from 'node-pty';

export type TerminalOptions = {
	readonly cwd: string;
	/** The complete environment; nothing is inherited from the test process. */
	readonly env: Readonly<Record<string, string>>;
	readonly columns?: number;
	readonly rows?: number;
	/** The screen before the program starts, with lines ended by CR LF. */
	readonly before?: string;
};

export type CellStyle = {
	/** Palette color of the terminal; undefined for the default color. */
	readonly color: number | undefined;
	readonly isBold: boolean;
	readonly isDim: boolean;
	readonly isInverse: boolean;
};

export type Exit = {readonly code: number; readonly signal: number | undefined};

/** Timeout for a state of the screen, in milliseconds; generous for machines under load. */
const screenTimeoutMs = 30_000;
/** Timeout for the end of the program, in milliseconds. */
const exitTimeoutMs = 60_000;
const pollMs = 5;

/** A program in a real pseudo-terminal, with a headless xterm as its screen. */
export class TestTerminal {
	/** Resolves when the program has ended and all its output is on the screen. */
	readonly #ended: Promise<Exit>;
	readonly #xterm: InstanceType<typeof xterm.Terminal>;
	readonly #child: pty.IPty;
	#exit: Exit | undefined;
	#output = '';
	/** Number of chunks that the screen has not processed yet. */
	#pending = 0;
	/** Number of changes of the screen so far. */
	#changes = 0;
	/** The program is drawing a frame, so the screen is incomplete. */
	#isDrawing = false;
	#isCursorVisible = true;

	constructor(file: string, args: readonly string[], options: TerminalOptions) {
		const {cwd, env, columns = 80, rows = 24, before = ''} = options;
		this.#xterm = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
		this.#xterm.parser.registerCsiHandler({prefix: '?', final: 'h'}, params => this.#setModes(params, true));
		this.#xterm.parser.registerCsiHandler({prefix: '?', final: 'l'}, params => this.#setModes(params, false));
		this.#write(before);
		this.#child = pty.spawn(file, [...args], {
			name: env.TERM ?? 'xterm-256color',
			cols: columns,
			rows,
			cwd,
			env,
		});
		this.#child.onData(data => {
			this.#output += data;
			this.#write(data);
		});
		// Responses to queries of the program (terminal type, cursor position).
		this.#xterm.onData(data => {
			if (this.#exit === undefined) this.#child.write(data);
		});
		this.#ended = new Promise(resolve => {
			this.#child.onExit(({exitCode: code, signal}) => {
				this.#xterm.write('', () => {
					this.#exit = {code, signal: signal === 0 ? undefined : signal};
					resolve(this.#exit);
				});
			});
		});
	}

	get columns(): number {
		return this.#xterm.cols;
	}

	get rows(): number {
		return this.#xterm.rows;
	}

	get pid(): number {
		return this.#child.pid;
	}

	/** The rows of the screen without trailing blanks. */
	get lines(): readonly string[] {
		return Array.from({length: this.rows}, (_, row) => this.#line(row)?.translateToString().trimEnd() ?? '');
	}

	get screen(): string {
		return this.lines.join('\n').trimEnd();
	}

	/** The screen by cell: the character that starts in it, or `''` for the second half of a wide character. */
	get cells(): readonly (readonly string[])[] {
		return Array.from({length: this.rows}, (_, row) => {
			const line = this.#line(row);
			return Array.from({length: this.columns}, (_, column) => {
				const cell = line?.getCell(column);
				return cell === undefined || cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
			});
		});
	}

	/** Whether a row wraps into the next one because it is wider than the screen. */
	get hasWrapped(): boolean {
		return Array.from({length: this.rows}, (_, row) => this.#line(row)?.isWrapped ?? false).includes(true);
	}

	/** The style of the character in a cell. */
	styleAt(column: number, row: number): CellStyle {
		const cell = this.#line(row)?.getCell(column);
		return {
			color: cell?.isFgPalette() ? cell.getFgColor() : undefined,
			isBold: (cell?.isBold() ?? 0) !== 0,
			isDim: (cell?.isDim() ?? 0) !== 0,
			isInverse: (cell?.isInverse() ?? 0) !== 0,
		};
	}

	get isAlternate(): boolean {
		return this.#xterm.buffer.active.type === 'alternate';
	}

	get isCursorVisible(): boolean {
		return this.#isCursorVisible;
	}

	get cursor(): {readonly column: number; readonly row: number} {
		const {cursorX: column, cursorY: row} = this.#xterm.buffer.active;
		return {column, row};
	}

	/** Whether pastes are bracketed. */
	get takesPastes(): boolean {
		return this.#xterm.modes.bracketedPasteMode;
	}

	/** All output of the program, including escape sequences. */
	get output(): string {
		return this.#output;
	}

	/**
	Resolves when the program has ended and all its output is on the screen.
	@throws with the screen if it does not end in time
	*/
	get exited(): Promise<Exit> {
		const timeout = new AbortController();
		const late = sleep(exitTimeoutMs, undefined, {signal: timeout.signal}).then(() => {
			throw this.#error(`The program has not ended after ${exitTimeoutMs} ms`);
		});
		return Promise.race([this.#ended, late]).finally(() => timeout.abort());
	}

	type(keys: string): void {
		this.#child.write(keys);
	}

	/** Types keys that must have arrived before the next step. `type` writes later, and a resize could overtake it. */
	async typeAndFlush(keys: string): Promise<void> {
		await promisify(write)(this.#child.fd, keys);
	}

	/** Pastes like a terminal: converts line ends to carriage returns and brackets the text. */
	paste(text: string): void {
		if (!this.takesPastes) throw new Error('The program has not enabled bracketed paste.');
		this.#child.write(`\u001B[200~${text.replaceAll('\n', '\r')}\u001B[201~`);
	}

	resize(columns: number, rows: number): void {
		this.#xterm.resize(columns, rows);
		this.#changes++;
		this.#child.resize(columns, rows);
	}

	/** Changes the screen behind the program's back. */
	disturb(sequence: string): void {
		this.#write(sequence);
	}

	kill(signal: NodeJS.Signals): void {
		this.#child.kill(signal);
	}

	/** Ends the program if it is still running, and releases the screen. */
	async dispose(): Promise<void> {
		if (this.#exit === undefined) {
			this.#child.kill('SIGKILL');
			await this.#ended;
		}
		this.#xterm.dispose();
	}

	/**
	Waits until a complete frame contains a text, matches a pattern, or has no problem according to a function.
	@returns the screen
	@throws with the last screen on timeout or when the program ends first
	*/
	async waitFor(wanted: string | RegExp | ((terminal: this) => string | undefined)): Promise<string> {
		const deadline = Date.now() + screenTimeoutMs;
		let problem: string | undefined = 'nothing was drawn';
		let checked: number | undefined;
		for (;;) {
			const hasEnded = this.#exit !== undefined;
			// Reading the screen is slow. A function may also look at something else.
			const isNew = checked !== this.#changes || typeof wanted === 'function';
			if (this.#pending === 0 && !this.#isDrawing && isNew) {
				checked = this.#changes;
				problem = this.#problem(wanted);
				if (problem === undefined) return this.screen;
			}
			if (hasEnded) throw this.#error(`${problem}. The program has ended: ${JSON.stringify(this.#exit)}`);
			if (Date.now() > deadline) throw this.#error(`${problem}, after ${screenTimeoutMs} ms`);
			await sleep(pollMs);
		}
	}

	#problem(wanted: string | RegExp | ((terminal: this) => string | undefined)): string | undefined {
		if (typeof wanted === 'function') return wanted(this);
		const {screen} = this;
		const isShown = typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen);
		return isShown ? undefined : `Not on the screen: ${String(wanted)}`;
	}

	/** An error that includes the screen. */
	#error(message: string): Error {
		const edge = '-'.repeat(this.columns);
		const {column, row} = this.cursor;
		return new Error(`${message}\n${edge}\n${this.screen}\n${edge}\nThe cursor is at ${column}, ${row}.`);
	}

	#line(row: number) {
		const buffer = this.#xterm.buffer.active;
		return buffer.getLine(buffer.baseY + row);
	}

	#write(data: string): void {
		this.#pending++;
		this.#xterm.write(data, () => {
			this.#pending--;
			this.#changes++;
		});
	}

	/** Tracks modes that xterm does not expose, and lets xterm handle them. */
	#setModes(params: readonly (number | number[])[], isSet: boolean): boolean {
		if (params.includes(25)) this.#isCursorVisible = isSet;
		if (params.includes(2026)) this.#isDrawing = isSet;
		return false;
	}
}

/** Key sequences sent by terminals. */
export const keys = {
	enter: '\r',
	escape: '\u001B',
	tab: '\t',
	shiftTab: '\u001B[Z',
	up: '\u001B[A',
	right: '\u001B[C',
	ctrlC: '\u0003',
	ctrlD: '\u0004',
	ctrlJ: '\n',
	ctrlL: '\u000C',
	ctrlO: '\u000F',
	ctrlR: '\u0012',
	ctrlZ: '\u001A',
} as const;

/** Runs Node.js in a terminal. */
export function nodeInTerminal(args: readonly string[], options: TerminalOptions): TestTerminal {
	return new TestTerminal(process.execPath, args, options);
}
