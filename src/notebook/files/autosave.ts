import {createHash, randomBytes} from 'node:crypto';
import {readdirSync, readFileSync, rmSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {replaceFile, systemReason} from '../../files/replace-file.js';
import {makeStateFolder, stateFolder} from '../../files/state-folder.js';
import {splitStatements} from '../../sql/split-statements.js';
import type {Cell, OpenedCell} from '../document/document.js';
import {containsSecret} from '../secrets.js';

/** A cell as it is autosaved. */
export type AutosavedCell = Pick<Cell, 'kind' | 'text'> &
	Partial<Pick<Cell, 'name' | 'chart'>> & {
		/** Its index in the file that it was opened from. */
		readonly origin?: number;
		/** Whether the file held a cell with this text. */
		readonly isInFile?: boolean;
	};

/** What a process keeps about the notebook that it shows. */
type Entry = {
	readonly pid: number;
	readonly host: string;
	/** When the process started, if the system says. */
	readonly started: string;
	/** Real path; absent without a file. */
	readonly file?: string;
	/** Whether another process had the file open first. */
	readonly isCopy?: true;
	/** Ms since 1970. */
	readonly savedAt: number;
	/** Hash of the file as it was read; absent if there was none. */
	readonly hash?: string;
	/** Absent if nothing is unsaved. */
	readonly cells?: readonly AutosavedCell[];
};

/** Cells that a process left unsaved. */
export type Recovery = {
	/** Ms since 1970. */
	readonly savedAt: number;
	readonly cells: readonly AutosavedCell[];
	/** Hash of the file that they were opened from. */
	readonly hash: string | undefined;
	/** The autosave. */
	readonly path: string;
};

/** Autosaves of one notebook that are kept. */
const maxKept = 5;

/** The folder of the autosaves. */
export function autosaveFolder(env: NodeJS.ProcessEnv): string {
	return join(stateFolder(env), 'notebooks');
}

/** The process that has a file open, other than as a copy. @param own The autosave that does not count. */
export function ownerOf(folder: string, file: string, own?: string): number | undefined {
	return entries(folder, file).find(
		({path, entry}) => path !== own && entry.isCopy === undefined && isAlive(entry),
	)?.entry.pid;
}

/**
The unsaved cells that dead processes left of a file or, without one, of sessions that were not saved; the newest first.
Deletes older and empty ones.
*/
export function recoverable(folder: string, file: string | undefined): readonly Recovery[] {
	const left = entries(folder, file)
		.filter(({entry}) => !isAlive(entry))
		.sort((a, b) => b.entry.savedAt - a.entry.savedAt);
	const recoveries: Recovery[] = [];
	for (const {path, entry} of left) {
		const {cells = [], savedAt, hash} = entry;
		if (cells.length > 0 && recoveries.length < maxKept) recoveries.push({savedAt, cells, hash, path});
		else remove(path);
	}
	return recoveries;
}

/** Deletes an autosave. */
export function discard({path}: Recovery): void {
	remove(path);
}

/** The autosave of this process. */
export type Autosave = {
	/** Its file, whether or not it exists. */
	readonly path: string;
	/** Writes the unsaved cells, or that there are none. Never throws. */
	write(hash: string | undefined, cells: readonly AutosavedCell[] | undefined): void;
	remove(): void;
	/** Why nothing is autosaved; undefined without a problem. Show it once. */
	readonly problem: string | undefined;
};

/** Registers this process as the one that has a file open. */
export function createAutosave(
	folder: string,
	{
		file,
		isCopy = false,
		hash,
	}: {readonly file: string | undefined; readonly isCopy?: boolean; readonly hash: string | undefined},
): Autosave {
	// In a container, the pid is often the same.
	const unique = randomBytes(4).toString('hex');
	const path = join(folder, `${keyOf(file)}-${process.pid}-${unique}.json`);
	let problem: string | undefined;
	const write: Autosave['write'] = (read, cells) => {
		const entry: Entry = {
			pid: process.pid,
			host: hostname(),
			started: startToken(process.pid),
			...(file !== undefined && {file}),
			...(isCopy && {isCopy}),
			savedAt: Date.now(),
			...(read !== undefined && {hash: read}),
			...(cells !== undefined && {cells: cells.map(withoutSecrets)}),
		};
		try {
			makeStateFolder(folder);
			replaceFile(path, JSON.stringify(entry));
			problem = undefined;
		} catch (error) {
			problem = `Nothing is autosaved: cannot write ${path} (${systemReason(error)}).`;
		}
	};
	if (file !== undefined) write(hash, undefined);
	return {
		path,
		write,
		remove: () => remove(path),
		get problem() {
			return problem;
		},
	};
}

/** Replaces the statements that contain secrets by a comment. */
function withoutSecrets(cell: AutosavedCell): AutosavedCell {
	const {kind, text} = cell;
	if (kind !== 'sql' || !containsSecret(text)) return cell;
	const comment = '-- A statement that may contain a secret was not autosaved.';
	let rest = text;
	for (const {text: sql, start, end} of splitStatements(text).toReversed())
		if (containsSecret(sql)) rest = `${rest.slice(0, start)}${comment}\n${rest.slice(end)}`;
	return {...cell, text: containsSecret(rest) ? comment : rest};
}

/** Restores the statements that were left out, if the file still holds them. */
export function withSecrets(
	cells: readonly AutosavedCell[],
	fileCells: readonly OpenedCell[],
): readonly OpenedCell[] {
	const secrets = fileCells
		.map(({kind, text}) => ({text, autosaved: withoutSecrets({kind, text}).text}))
		.filter(({text, autosaved}) => text !== autosaved);
	return cells.map(({origin, isInFile, ...cell}) => {
		const index = secrets.findIndex(({autosaved}) => isInFile === true && autosaved === cell.text);
		const [secret] = index === -1 ? [] : secrets.splice(index, 1);
		return secret === undefined ? cell : {...cell, text: secret.text};
	});
}

/** The beginning of the names of a notebook's autosaves. */
function keyOf(file: string | undefined): string {
	return file === undefined ? 'session' : createHash('sha256').update(file).digest('hex').slice(0, 16);
}

function entries(
	folder: string,
	file: string | undefined,
): ReadonlyArray<{readonly path: string; readonly entry: Entry}> {
	return names(folder)
		.filter(name => name.startsWith(`${keyOf(file)}-`) && name.endsWith('.json'))
		.flatMap(name => {
			const path = join(folder, name);
			const entry = parseEntry(path);
			return entry === undefined || entry.file !== file ? [] : [{path, entry}];
		});
}

function names(folder: string): readonly string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

/** Undefined for a file that another program wrote, or that can't be read. */
function parseEntry(path: string): Entry | undefined {
	try {
		const entry: Partial<Entry> | null = JSON.parse(readFileSync(path, 'utf8'));
		const {pid, savedAt, cells = []} = entry ?? {};
		const isEntry =
			typeof pid === 'number' &&
			typeof savedAt === 'number' &&
			cells.every(({kind, text}) => (kind === 'sql' || kind === 'markdown') && typeof text === 'string');
		return isEntry ? (entry as Entry) : undefined;
	} catch {
		return undefined;
	}
}

function remove(path: string): void {
	try {
		rmSync(path, {force: true});
	} catch {
		// It stays, and is offered again.
	}
}

/** Of a process on another host, which shares the folder or was a container, nothing is known: it counts as dead. */
function isAlive({pid, host, started}: Entry): boolean {
	if (host !== hostname()) return false;
	try {
		process.kill(pid, 0);
	} catch (error) {
		// EPERM: it runs as another user.
		if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
	}
	return startToken(pid) === started;
}

/** Distinguishes a process from a later one with the same pid. Empty without /proc. */
function startToken(pid: number): string {
	try {
		// Field 22, in ticks since the system started. Field 2 is a name in parentheses, which may contain blanks.
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
	} catch {
		return '';
	}
}
