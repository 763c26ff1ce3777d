import {exitCode} from '../errors.js';
import {packageVersion} from '../package-root.js';
import {StandardOutput} from './standard-output.js';

/** `--version`: the version in package.json. Returns the exit code. */
export async function version(): Promise<number> {
	await new StandardOutput().write(`${packageVersion()}\n`);
	return exitCode.done;
}
