import {statSync} from 'node:fs';
import {readConfig} from '../config/config-file.js';
import {entryName, isEmpty} from '../config/config-problems.js';

/** Warns about a configuration file that contains a secret and is readable by other users. */
export function permissionWarnings(path: string): readonly string[] {
	// On Windows, the mode does not reflect access by other users.
	if (process.platform === 'win32') return [];
	const stats = statSync(path, {throwIfNoEntry: false});
	if (stats === undefined || (stats.mode & 0o077) === 0) return [];
	const secret = readConfig(path, '').file?.all.find(
		entry => isSecretKey(entry.key) && !isEmpty(entry) && !isReference(entry.text),
	);
	if (secret === undefined) return [];
	return [`${entryName(path, secret)} can be read by other users of this machine. Run: chmod 600 ${path}`];
}

function isSecretKey(key: string): boolean {
	return /PASSWORD|PASSWD|PWD|SECRET/i.test(key);
}

/** An environment variable without a default, which would itself be the secret. */
function isReference(text: string): boolean {
	return /^["']?\$\{[A-Za-z_]\w*\}["']?$/.test(text);
}
