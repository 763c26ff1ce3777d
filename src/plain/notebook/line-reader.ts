import {createInterface, type Interface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import {dropInput} from '../ask.js';

/** What the user did at a prompt. `closed`: the question no longer waits for an answer. */
export type Typed =
	| {readonly type: 'line'; readonly text: string}
	| {readonly type: 'interrupted' | 'end' | 'closed'};

export type ReadOptions = {
	/** Whether what was typed before the prompt counts. A question takes only what was typed after it. */
	readonly takesEarlierInput?: boolean;
	readonly signal?: AbortSignal;
};

export type LineReaderOptions = {
	readonly input: Readable & {readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown};
	readonly output: Writable;
	/** Whether lines are edited with readline's keys, which move the cursor in them; if not, with those of the terminal. */
	readonly hasKeys: boolean;
	/** Statements for the up key, oldest first. */
	readonly history: () => readonly string[];
	/** Ctrl+C while no prompt waits. */
	readonly onInterrupt: () => void;
};

/** Reads lines of text, with a prompt before each. */
export class LineReader {
	readonly #options: LineReaderOptions;
	#interface: Interface | undefined;
	#lines: string[] = [];
	#hasEnded = false;
	#settle: ((typed: Typed) => void) | undefined;

	constructor(options: LineReaderOptions) {
		this.#options = options;
	}

	/** Whether nothing more can be read. */
	get hasEnded(): boolean {
		return this.#hasEnded;
	}

	async read(prompt: string, {takesEarlierInput = false, signal}: ReadOptions = {}): Promise<Typed> {
		if (!takesEarlierInput) await this.#forget();
		if (signal?.aborted) return {type: 'closed'};
		const {output, hasKeys, input} = this.#options;
		const before = this.#lines.shift();
		if (before !== undefined) {
			output.write(`${prompt}${before}\n`);
			return {type: 'line', text: before};
		}
		if (this.#hasEnded) return {type: 'end'};
		const lines = this.#open();
		if (hasKeys) {
			lines.setPrompt(prompt);
			lines.prompt(true);
		} else output.write(prompt);
		const close = () => this.#settle?.({type: 'closed'});
		signal?.addEventListener('abort', close);
		const typed = await new Promise<Typed>(resolve => {
			this.#settle = resolve;
		});
		this.#settle = undefined;
		signal?.removeEventListener('abort', close);
		// A terminal has shown the line and its end.
		if (typed.type !== 'line') output.write('\n');
		else if (input.isTTY !== true) output.write(`${typed.text}\n`);
		return typed;
	}

	/** Ctrl+C, as a key or as a signal. */
	interrupt(): void {
		// The rest of a paste must not run after the user has stopped it.
		this.#lines = [];
		if (this.#settle === undefined) {
			const {input, output, hasKeys, onInterrupt} = this.#options;
			// The terminal has shown ^C.
			if (!hasKeys && input.isTTY === true) output.write('\n');
			onInterrupt();
			return;
		}
		this.#clearLine();
		this.#settle({type: 'interrupted'});
	}

	/** Gives the terminal back. The next read takes it again. */
	close(): void {
		const lines = this.#interface;
		this.#interface = undefined;
		lines?.close();
	}

	#open(): Interface {
		if (this.#interface !== undefined) return this.#interface;
		const {input, output, hasKeys, history} = this.#options;
		const lines = createInterface({
			input,
			terminal: hasKeys,
			...(hasKeys && {output, history: recalled(history()), historySize: 1000}),
		});
		this.#interface = lines;
		lines.on('line', text => {
			if (this.#settle === undefined) this.#lines.push(text);
			else this.#settle({type: 'line', text});
			// A line that arrives in the same read comes before the prompt that it belongs to.
			this.#settle = undefined;
		});
		// Only statements are recalled, not every answer.
		lines.on('history', (entries: string[]) => entries.splice(0, entries.length, ...recalled(history())));
		lines.on('SIGINT', () => this.interrupt());
		lines.on('close', () => {
			if (this.#interface !== lines) return;
			this.#interface = undefined;
			// Ctrl+D closes the interface of a terminal, which can be read again.
			this.#hasEnded = !hasKeys || input.readableEnded;
			this.#settle?.({type: 'end'});
		});
		return lines;
	}

	/** Discards what was typed so far, but not what comes from a pipe. */
	async #forget(): Promise<void> {
		const {input, hasKeys} = this.#options;
		if (input.isTTY !== true) return;
		this.#lines = [];
		if (hasKeys) return this.#clearLine();
		this.close();
		await dropInput(input);
	}

	#clearLine(): void {
		if (this.#options.hasKeys && this.#interface !== undefined && this.#interface.line !== '') {
			this.#interface.write(null, {ctrl: true, name: 'e'});
			this.#interface.write(null, {ctrl: true, name: 'u'});
		}
	}
}

/** Statements in one line, the latest first. With a comment to the end of a line, that would change them. */
function recalled(history: readonly string[]): string[] {
	return history
		.filter(text => !text.includes('--'))
		.map(text => text.replaceAll(/\s*\n\s*/g, ' '))
		.toReversed();
}
