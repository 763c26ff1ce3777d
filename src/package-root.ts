import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The folder that contains package.json, sql/ and sample/, whether run from src/ or from the bundle in dist/. */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The version in package.json. */
export function packageVersion(): string {
	const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {version: string};
	return manifest.version;
}

function findRoot(folder: string): string {
	if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'sql'))) return folder;
	const parent = dirname(folder);
	if (parent === folder)
		throw new Error('Incomplete installation: no sql/ folder next to package.json. Reinstall sparkify-tui.');
	return findRoot(parent);
}
