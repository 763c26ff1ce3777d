import {appendFile, chmod, mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {dirname, isAbsolute, join} from 'node:path';
import {getSystemErrorMap} from 'node:util';
import {carriesSecret} from './secrets.js';

const maxEntries = 1000;
/** A longer statement is recalled in this session only: a pasted data set has no place in a history. */
const maxWrittenLength = 100_000;
/** For its owner's eyes alone: what people ask is theirs. */
const ownerOnly = 0o600;

/** Where the history is kept: `$XDG_STATE_HOME/sparkify-tui/history.jsonl`, by default below `~/.local/state`. */
export function historyFile(env: NodeJS.ProcessEnv = process.env): string {
	const named = env.XDG_STATE_HOME;
	// A relative path is to be ignored: so says the XDG base directory specification.
	const state = named !== undefined && isAbsolute(named) ? named : join(homedir(), '.local', 'state');
	return join(state, 'sparkify-tui', 'history.jsonl');
}

/**
Statements that were run, across sessions: a JSON string a line, oldest first. Every process appends; each entry is one
write, so that several at the same time keep their lines whole. A file that can't be read or written is never fatal.
*/
export class History {
	readonly #file: string;
	#entries: readonly string[] = [];
	#problem: string | undefined;
	/** Writes one after the other, in the order of the calls. */
	#writing: Promise<void> = Promise.resolve();

	private constructor(file: string) {
		this.#file = file;
	}

	/** Reads the history. Never rejects. */
	static async open(file: string): Promise<History> {
		const history = new History(file);
		await history.#attempt('read', () => history.#read());
		return history;
	}

	/** Oldest first, 1,000 at most. A new array after each `add`. */
	get entries(): readonly string[] {
		return this.#entries;
	}

	/** Why the history is not kept after this session; undefined while all is well. To be told once. */
	get problem(): string | undefined {
		return this.#problem;
	}

	/** Resolves when everything added so far is in the file. */
	get written(): Promise<void> {
		return this.#writing;
	}

	/** Adds a statement, unless it is blank or the same as the last. One that carries a secret stays out of the file. Never rejects. */
	async add(sql: string): Promise<void> {
		const entry = sql.trim();
		if (entry === '' || entry === this.#entries.at(-1)) return;
		this.#entries = [...this.#entries, entry].slice(-maxEntries);
		if (this.#problem !== undefined || entry.length > maxWrittenLength || carriesSecret(entry)) return;
		this.#writing = this.#writing.then(() => this.#attempt('write', () => this.#append(entry)));
		await this.#writing;
	}

	/** Entries that contain `term` (whatever its case), those that start with it first, then the latest first, each once. */
	search(term: string): readonly string[] {
		const wanted = term.toLowerCase();
		const found = [...new Set(this.#entries.toReversed())]
			.map(entry => ({entry, at: entry.toLowerCase().indexOf(wanted)}))
			.filter(({at}) => at !== -1);
		return [...found.filter(({at}) => at === 0), ...found.filter(({at}) => at > 0)].map(({entry}) => entry);
	}

	async #read(): Promise<void> {
		const lines = (await readFile(this.#file, 'utf8')).split('\n').filter(line => line !== '');
		this.#entries = lines
			.flatMap(parseEntry)
			.filter((entry, index, all) => entry !== all[index - 1])
			.slice(-maxEntries);
		await chmod(this.#file, ownerOnly);
		if (lines.length <= maxEntries) return;
		const temporary = `${this.#file}.${process.pid}`;
		await writeFile(temporary, this.#entries.map(formatEntry).join(''), {mode: ownerOnly});
		await rename(temporary, this.#file);
	}

	async #append(entry: string): Promise<void> {
		await mkdir(dirname(this.#file), {recursive: true, mode: 0o700});
		await appendFile(this.#file, formatEntry(entry), {mode: ownerOnly});
	}

	async #attempt(what: 'read' | 'write', action: () => Promise<void>): Promise<void> {
		try {
			await action();
		} catch (error) {
			const {code, errno = 0} = error as NodeJS.ErrnoException;
			if (what === 'read' && code === 'ENOENT') return;
			const reason = getSystemErrorMap().get(errno)?.[1] ?? String(error);
			this.#problem = `The history is kept for this session only: cannot ${what} ${this.#file} (${reason}).`;
		}
	}
}

function formatEntry(entry: string): string {
	return `${JSON.stringify(entry)}\n`;
}

/** A line that a crash cut short, or that something else wrote, is passed over. */
function parseEntry(line: string): readonly string[] {
	try {
		const entry: unknown = JSON.parse(line);
		return typeof entry === 'string' ? [entry] : [];
	} catch {
		return [];
	}
}
