import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {exitCode} from '../errors.js';
import {packageRoot} from '../package-root.js';
import {StandardOutput} from './standard-output.js';

/** `--version`: the version in package.json. Answers the exit code. */
export async function version(): Promise<number> {
	const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {version: string};
	await new StandardOutput().write(`${manifest.version}\n`);
	return exitCode.done;
}
