import {join} from 'node:path';
import process from 'node:process';
import type {ExecutionContext} from 'ava';
import {program, workFolder} from '../commands/run-program.js';
import {keys, nodeInTerminal, type TestTerminal} from './terminal.js';

export type StartOptions = {
	/** The working folder; a new one by default. */
	readonly folder?: string;
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
		args = [],
		columns = 80,
		rows = 24,
		before = typedBefore,
		env = {},
	} = options;
	const terminal = nodeInTerminal([program, ...args, ...(data === undefined ? [] : ['--data', data])], {
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

/** Starts the program, connects and opens the SQL pane. */
export async function openPane(t: ExecutionContext, options: StartOptions = {}): Promise<TestTerminal> {
	const terminal = startNotebook(t, options);
	await terminal.waitFor('Run it?');
	terminal.type(keys.enter);
	await terminal.waitFor(
		/^[ ❯]✔ +1 connect[\s\S]*(Run it\?|No stages remain|Everything is loaded|Enter goes on)/m,
	);
	terminal.type(keys.tab);
	await terminal.waitFor('▸ SQL ─');
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

/** Types a single line into the editor, and waits until its end appears. */
export async function write(terminal: TestTerminal, text: string): Promise<void> {
	terminal.type(text);
	const end = withoutBlanks(text);
	await terminal.waitFor(() =>
		withoutBlanks(editorText(terminal)).endsWith(end) ? undefined : `The editor does not contain ${text}`,
	);
}

/** Types a single line into the empty editor and runs it. */
export async function ask(terminal: TestTerminal, sql: string): Promise<void> {
	await write(terminal, sql);
	terminal.type(keys.ctrlJ);
}

/** Clears the editor with Ctrl+C if it has text. */
export async function clear(terminal: TestTerminal): Promise<void> {
	if (editorText(terminal) !== '') terminal.type(keys.ctrlC);
	await terminal.waitFor(() => (editorText(terminal) === '' ? undefined : 'The editor is not empty'));
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

/** The text in the editor, with its rows joined. Trailing blanks of a row are lost. */
export function editorText({lines}: TestTerminal): string {
	const start = lines.findIndex(line => /^[▸─] SQL ─/.test(line)) + 1;
	const end = lines.findIndex((line, row) => row >= start && /^[▸─] \S.* ─/.test(line));
	return lines
		.slice(start, end)
		.map(line => line.slice(3))
		.join('');
}

function withoutBlanks(text: string): string {
	return text.replaceAll(' ', '');
}
