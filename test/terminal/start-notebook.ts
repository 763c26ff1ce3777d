import {existsSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import type {ExecutionContext} from 'ava';
import {program, workFolder} from '../commands/run-program.js';
import {keys, nodeInTerminal, type TestTerminal} from './terminal.js';

export type StartOptions = {
	/** The working folder; a new one by default. */
	readonly folder?: string;
	/** Whether to start the program without any setting, so that it asks what to load. */
	readonly isUnconfigured?: boolean;
	/** The data folder; the bundled sample by default. */
	readonly data?: string;
	readonly args?: readonly string[];
	readonly columns?: number;
	readonly rows?: number;
	readonly before?: string;
	readonly env?: Readonly<Record<string, string>>;
};

/** The screen above the notebook before it starts. */
export const typedBefore = '$ ls\r\ndata\r\n$ sparkify-tui\r\n';

/** Starts the built program on a terminal, with its state in the folder. The program ends with the test. */
export function startNotebook(t: ExecutionContext, options: StartOptions = {}): TestTerminal {
	const {
		folder = workFolder(t),
		data,
		isUnconfigured = false,
		args = [],
		columns = 80,
		rows = 24,
		before = typedBefore,
		env = {},
	} = options;
	// Without any setting, the program would ask what to load.
	const isConfigured = isUnconfigured || existsSync(join(folder, 'dwh.cfg'));
	const sample = isConfigured ? [] : ['--engine', 'duckdb'];
	const source = data === undefined ? sample : ['--data', data];
	const terminal = nodeInTerminal([program, ...args, ...source], {
		cwd: folder,
		columns,
		rows,
		before,
		env: {...userEnvironment(folder), ...env},
	});
	t.teardown(async () => terminal.dispose());
	return terminal;
}

/** The environment of a user whose home is the folder, without the variables of the test's own environment. */
export function userEnvironment(folder: string): Record<string, string> {
	return {
		PATH: process.env.PATH ?? '',
		HOME: folder,
		XDG_STATE_HOME: join(folder, 'state'),
		TMPDIR: folder,
		LANG: 'C.UTF-8',
		TERM: 'xterm-256color',
		TZ: 'America/New_York',
	};
}

/** The notebook is open, with its input selected. */
export const atInput = /^❯\[ \]/m;

/** Starts the program in a folder without an earlier load, connects and opens the notebook. */
export async function openPage(t: ExecutionContext, options: StartOptions = {}): Promise<TestTerminal> {
	const terminal = startNotebook(t, options);
	await terminal.waitFor('Run it?');
	terminal.type(keys.enter);
	await terminal.waitFor(/^[ ❯]✔ +1 connect/m);
	terminal.type(keys.tab);
	return refuseRecovery(terminal);
}

/** Starts the program after an earlier load in the folder: it connects by itself and opens the notebook. */
export async function openLoaded(t: ExecutionContext, options: StartOptions): Promise<TestTerminal> {
	return refuseRecovery(startNotebook(t, options));
}

/** Waits for the page, and puts off an offer to open the unsaved cells of an earlier session. */
async function refuseRecovery(terminal: TestTerminal): Promise<TestTerminal> {
	const page = await terminal.waitFor(atInput);
	if (/unsaved cell/.test(page)) {
		terminal.type(keys.escape);
		await terminal.waitFor('Enter run after ;');
	}

	return terminal;
}

/** Starts the program after an earlier load in the folder, and goes to the stages. */
export async function openStages(t: ExecutionContext, options: StartOptions): Promise<TestTerminal> {
	const terminal = await openLoaded(t, options);
	terminal.type(keys.shiftTab);
	await terminal.waitFor(/^[ ❯]✔ +1 connect/m);
	return terminal;
}

/** Opens the confirmation prompt with Enter or another key, and answers yes. */
export async function confirm(terminal: TestTerminal, key: string = keys.enter): Promise<void> {
	terminal.type(key);
	await terminal.waitFor('Type yes and press Enter to go ahead: ▏');
	terminal.type('yes');
	await terminal.waitFor('go ahead: yes▏');
	terminal.type(keys.enter);
}

/** Types a single line into the input, and waits until its end appears. */
export async function write(terminal: TestTerminal, text: string): Promise<void> {
	terminal.type(text);
	const end = withoutBlanks(text);
	await terminal.waitFor(() =>
		withoutBlanks(inputText(terminal) ?? '').endsWith(end) ? undefined : `The input does not contain ${text}`,
	);
}

/** Types a single line into the empty input and runs it. */
export async function ask(terminal: TestTerminal, sql: string): Promise<void> {
	await write(terminal, sql);
	terminal.type(keys.ctrlJ);
}

/** Answers a prompt of the page. */
export async function answer(terminal: TestTerminal, text: string): Promise<void> {
	await terminal.waitFor(/^ ▸ ▏/m);
	terminal.type(text);
	await terminal.waitFor(`▸ ${text}▏`);
	terminal.type(keys.enter);
}

/** Clears the input with Ctrl+C if it has text. */
export async function clear(terminal: TestTerminal): Promise<void> {
	if (inputText(terminal) !== '') terminal.type(keys.ctrlC);
	await terminal.waitFor(emptyInput);
}

/** Waits for an input without text. */
export function emptyInput(terminal: TestTerminal): string | undefined {
	return inputText(terminal) === '' ? undefined : 'The input is not empty';
}

/** The text of the card next to the stages as one line, independent of line breaks. */
export function cardText({lines}: TestTerminal): string {
	const [, top = ''] = lines;
	const bottom = lines.findLastIndex(line => line.includes('┴'));
	const card = lines.slice(2, bottom).map(line => line.slice(top.indexOf('┬') + 1));
	return card.join(' ').replaceAll(/\s+/g, ' ').trim();
}

/** Waits until the card matches a pattern. Returns its text. */
export async function waitForCard(terminal: TestTerminal, pattern: RegExp): Promise<string> {
	await terminal.waitFor(() =>
		pattern.test(cardText(terminal)) ? undefined : `Not on the card: ${pattern}`,
	);
	return cardText(terminal);
}

/** The text in the input, the last cell of the page, with its rows joined. Trailing blanks of a row are lost. */
export function inputText({lines}: TestTerminal): string | undefined {
	const start = lines.findLastIndex(line => /^[ ❯]\[ \]/.test(line));
	if (start === -1) return undefined;
	const end = lines.findIndex((line, row) => row > start && line.startsWith('──'));
	return lines
		.slice(start, end)
		.map(line => line.slice(7))
		.join('');
}

function withoutBlanks(text: string): string {
	return text.replaceAll(' ', '');
}
