import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** Folder that holds package.json, sql/ and sample/: the same from src/ and from the bundle in dist/. */
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
		throw new Error('The installation is incomplete: no sql/ folder beside package.json.');
	return findRoot(parent);
}
