import {readFileSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import type {Environment} from './config-value.js';
import type {ConnectionSettings} from './connection.js';
import {Secret} from './secret.js';

/** What a password in the file is for. */
export type PasswordFor = Pick<ConnectionSettings, 'host' | 'port' | 'database' | 'user'>;

/** Folders in which PostgreSQL has its socket where nothing else is said: their passwords are kept under `localhost`. */
const socketFolders = ['/tmp', '/var/run/postgresql'];

/**
Finds a password in the password file of libpq: `PGPASSFILE`, else `~/.pgpass`. A file that is not there is none; one
that others may read is not used, as libpq does it, and `note` says so.
*/
export function readPgPass(
	wanted: PasswordFor,
	environment: Environment,
): {readonly file: string; readonly password?: Secret; readonly note?: string} {
	const file = environment.PGPASSFILE || defaultFile(environment);
	const unused = (why: string) => ({file, note: `The password file ${file} is not used: ${why}`});
	let text: string;
	try {
		const stats = statSync(file, {throwIfNoEntry: false});
		if (stats === undefined) return {file};
		if (!stats.isFile()) return unused('it is no plain file.');
		if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
			return unused(`others may read it. Run: chmod 0600 ${file}`);
		}
		text = readFileSync(file, 'utf8');
	} catch {
		return unused('it cannot be read.');
	}
	const password = findPassword(text, wanted);
	return password === undefined ? {file} : {file, password: new Secret(password)};
}

/** The password of the first line that fits; undefined when none does or it is empty. */
export function findPassword(text: string, {host, port, database, user}: PasswordFor): string | undefined {
	const wanted = [socketFolders.includes(host) ? 'localhost' : host, String(port), database, user];
	for (const line of text.split('\n')) {
		if (line.startsWith('#')) continue;
		let rest: string | undefined = line.replace(/[\r\n]+$/, '');
		for (const value of wanted) rest = rest === undefined ? undefined : afterField(rest, value);
		if (rest === undefined) continue;
		const [password = ''] = /^(?:\\.|[^:])*/s.exec(rest) ?? [];
		return password.replaceAll(/\\(.)/gs, '$1') || undefined;
	}
	return undefined;
}

/**
What follows a field and its colon, where the field is `value` or `*`. A backslash takes the next character as it is; as in
libpq a colon of the value itself need not have one: `::1:5432:…` is that host.
*/
function afterField(line: string, value: string): string | undefined {
	if (line.startsWith('*:')) return line.slice(2);
	let at = 0;
	for (let index = 0; index < value.length; index++) {
		if (line[at] === '\\') at++;
		if (line[at] !== value[index]) return undefined;
		at++;
	}
	return line[at] === ':' ? line.slice(at + 1) : undefined;
}

function defaultFile(environment: Environment): string {
	const {APPDATA, HOME} = environment;
	return process.platform === 'win32' && APPDATA !== undefined
		? join(APPDATA, 'postgresql', 'pgpass.conf')
		: join(HOME || homedir(), '.pgpass');
}
