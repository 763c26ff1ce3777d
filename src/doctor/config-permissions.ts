import {statSync} from 'node:fs';
import {readConfig} from '../config/config-on-disk.js';
import {entryName, isEmpty} from '../config/misplaced-keys.js';

/** A warning about a configuration file that holds a secret and that other users of this machine can read. */
export function permissionWarnings(path: string): readonly string[] {
	// On Windows the mode says nothing about other users.
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

/** A variable of the environment, without a default that would be the secret itself. */
function isReference(text: string): boolean {
	return /^["']?\$\{[A-Za-z_]\w*\}["']?$/.test(text);
}
