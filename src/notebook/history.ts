import {appendFile, chmod, readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {replaceFile, systemReason} from '../files/replace-file.js';
import {makeStateFolder, nameOfWarehouse, stateFolder} from '../files/state-folder.js';
import {containsSecret} from './secrets.js';

const maxEntries = 1000;
/** Longer statements, such as a pasted data set, are kept for this session only. */
const maxWrittenLength = 100_000;
/** File mode: queries are private. */
const ownerOnly = 0o600;

/** Folder of the histories, in the program's state folder. */
export function historyFolder(env: NodeJS.ProcessEnv = process.env): string {
	return join(stateFolder(env), 'history');
}

/** Path of a warehouse's history. @param identity Uniquely identifies the warehouse. */
export function historyFile(identity: string, env: NodeJS.ProcessEnv = process.env): string {
	return join(historyFolder(env), `${nameOfWarehouse(identity)}.jsonl`);
}

/**
History of the statements run in a warehouse, across sessions: one JSON string per line, oldest first. Every process appends each entry in
a single write, so that concurrent processes don't corrupt lines. A file that can't be read or written is never fatal.
*/
export class History {
	readonly #file: string;
	#entries: readonly string[] = [];
	#problem: string | undefined;
	/** Tail of the queue of writes, which run in the order of the calls. */
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

	/** Oldest first, at most 1,000. A new array after each `add`. */
	get entries(): readonly string[] {
		return this.#entries;
	}

	/** Why the history is not saved; undefined without a problem. Show it once. */
	get problem(): string | undefined {
		return this.#problem;
	}

	/** Resolves when everything added so far has been written. */
	get written(): Promise<void> {
		return this.#writing;
	}

	/** Adds a statement unless it is blank or repeats the last one. Never writes a statement that contains a secret. Never rejects. */
	async add(sql: string): Promise<void> {
		const entry = sql.trim();
		if (entry === '' || entry === this.#entries.at(-1)) return;
		this.#entries = [...this.#entries, entry].slice(-maxEntries);
		if (this.#problem !== undefined || entry.length > maxWrittenLength || containsSecret(entry)) return;
		this.#writing = this.#writing.then(() => this.#attempt('write', () => this.#append(entry)));
		await this.#writing;
	}

	/** Distinct entries that contain `term`, ignoring case. Entries that start with it come first; then the latest first. */
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
		replaceFile(this.#file, this.#entries.map(formatEntry).join(''));
	}

	async #append(entry: string): Promise<void> {
		makeStateFolder(dirname(this.#file));
		await appendFile(this.#file, formatEntry(entry), {mode: ownerOnly});
	}

	async #attempt(what: 'read' | 'write', action: () => Promise<void>): Promise<void> {
		try {
			await action();
		} catch (error) {
			if (what === 'read' && (error as NodeJS.ErrnoException).code === 'ENOENT') return;
			this.#problem = `The history is not saved: cannot ${what} ${this.#file} (${systemReason(error)}).`;
		}
	}
}

function formatEntry(entry: string): string {
	return `${JSON.stringify(entry)}\n`;
}

/** Skips lines that were truncated by a crash or written by another program. */
function parseEntry(line: string): readonly string[] {
	try {
		const entry: unknown = JSON.parse(line);
		return typeof entry === 'string' ? [entry] : [];
	} catch {
		return [];
	}
}
