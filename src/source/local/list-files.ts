import {createHash, type Hash} from 'node:crypto';
import {closeSync, type Dirent, openSync, readdirSync, realpathSync, type Stats, statSync} from 'node:fs';
import {join, sep} from 'node:path';
import {InventoryBuilder, type Listing} from '../inventory-builder.js';
import {isHidden, skipReason} from '../record-names.js';
import {errorCode, unlistable} from '../unreadable.js';

/** Node's replacement for bytes that are not UTF-8. A valid name may contain it, too. */
const replacement = '\ufffd';

const nameHash = 'sha256';

/**
Lists the files below a folder, sorted by path. Skips files that can't be opened because of their name; throws if
permission is denied. Synchronous, which is ten times as fast for folders of tiny files, so use it in reader threads only.
@param shownAs Replaces the folder in the paths shown to the user, e.g. `log_data`.
@param version Identifies the contents of all files, instead of their modification times.
@throws DataError
*/
export function listFiles(folder: string, shownAs: string, version?: string): Listing {
	const found = new InventoryBuilder(`${shownAs}/`);
	const root = attempt(shownAs, () => realpathSync(folder));
	/** Real paths of the folders read so far. Links may lead to them again or form a cycle. */
	const visited = new Set<string>();
	/** Paths with replaced bytes. Several names can decode to the same path, which opens only one of them. */
	const replaced = new Set<string>();
	const links: {readonly path: string; readonly shown: string; readonly name: string}[] = [];
	const names = createHash(nameHash);
	/** Whether the names tell which files are listed, because nothing else decides about them. */
	let namesDecide = true;
	visit(folder, shownAs, root);
	// Links come last, so that files inside the folder are listed under their own names.
	for (const {path, shown, name} of links) follow(path, shown, name);
	if (links.length > 0) namesDecide = false;
	return {...found.build(), ...(namesDecide && {names: names.digest('hex')})};

	function visit(directory: string, shown: string, real: string): void {
		if (visited.has(real)) {
			found.skip(shown, 'a link to a folder already read');
			return;
		}
		visited.add(real);
		const entries = open(directory, shown, () => readdirSync(directory, {withFileTypes: true})) ?? [];
		addNames(names, entries);
		for (const entry of entries) {
			const path = join(directory, entry.name);
			const shownPath = `${shown}/${entry.name}`;
			const refused = skipReason(entry.name);
			if (entry.name.includes(replacement)) {
				if (replaced.has(path)) {
					namesDecide = false;
					found.skip(shownPath, 'its name is not UTF-8', true);
					continue;
				}
				replaced.add(path);
			}
			if (isHidden(entry.name)) found.skip(shownPath, refused ?? 'hidden');
			else if (entry.isDirectory()) visit(path, shownPath, join(real, entry.name));
			else if (entry.isSymbolicLink()) links.push({path, shown: shownPath, name: entry.name});
			else if (refused !== undefined) found.skip(shownPath, refused);
			else add(path, shownPath);
		}
	}

	function follow(path: string, shown: string, name: string): void {
		const target = open(
			path,
			shown,
			() => {
				const real = realpathSync(path);
				return {real, stats: statSync(real)};
			},
			'a broken link',
		);
		if (target === undefined) return;
		const {real, stats} = target;
		const refused = skipReason(name);
		if (stats.isDirectory()) visit(path, shown, real);
		else if (refused !== undefined) found.skip(shown, refused);
		else if (real.startsWith(root + sep)) found.skip(shown, 'a link to a file in the same folder');
		else add(path, shown, stats);
	}

	function add(path: string, shown: string, known?: Stats): void {
		const stats = known ?? open(path, shown, () => statSync(path));
		if (stats === undefined) return;
		if (!stats.isFile() || stats.size === 0) {
			namesDecide = false;
			found.skip(shown, stats.isFile() ? 'empty' : 'not a file');
		} else {
			// Opening each of 400,000 files would take seconds.
			if ((stats.mode & 0o444) !== 0o444) attempt(shown, () => closeSync(openSync(path, 'r')));
			found.add(shown, stats.size, versionOf(stats), version);
		}
	}

	/** Calls the file system; skips the path if its name can't be opened. @param gone The skip reason if nothing is there. */
	function open<T>(
		path: string,
		shown: string,
		call: () => T,
		gone = 'removed during listing',
	): T | undefined {
		try {
			return call();
		} catch (error) {
			const code = errorCode(error);
			namesDecide = false;
			if (code === 'ENAMETOOLONG') found.skip(shown, 'its path is too long', true);
			else if (code !== 'ENOENT' && code !== 'ELOOP' && code !== 'ENOTDIR') throw unlistable(shown, error);
			else if (path.includes(replacement)) found.skip(shown, 'its name is not UTF-8', true);
			else found.skip(shown, gone);
			return undefined;
		}
	}
}

/**
Whether the names below a folder are still those of a listing. Takes a fraction of the time of a listing, which asks for
the size and time of each file.
*/
export function hasNames(folder: string, names: string): boolean {
	const hash = createHash(nameHash);
	const visit = (directory: string) => {
		const entries = readdirSync(directory, {withFileTypes: true});
		addNames(hash, entries);
		for (const entry of entries)
			if (entry.isDirectory() && !isHidden(entry.name)) visit(join(directory, entry.name));
	};
	try {
		visit(folder);
	} catch {
		// A listing reports what is wrong.
		return false;
	}
	return hash.digest('hex') === names;
}

/** Adds the names in a folder, as they come: their order changes only with the folder. */
function addNames(hash: Hash, entries: readonly Dirent[]): void {
	// A name contains neither a slash nor a NUL, so each folder has its own text. What isn't a file must not replace one.
	const names = entries.map(entry => (entry.isFile() ? entry.name : `${entry.name}/`));
	hash.update(`${names.join('\0')}\0\0`);
}

function attempt<T>(shown: string, call: () => T): T {
	try {
		return call();
	} catch (error) {
		throw unlistable(shown, error);
	}
}

/** Identifies the content of a file: writing to it changes its modification time. */
export function versionOf({mtimeMs}: Pick<Stats, 'mtimeMs'>): string {
	return String(mtimeMs);
}
