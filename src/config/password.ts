import {readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {inspect} from 'node:util';
import {homeFolder} from '../files/home-folder.js';
import type {Environment} from './config-syntax.js';

const mask = '••••';

/** A value that must never appear on a screen or in a log, error or file. It always prints as `••••`. */
export class Secret {
	readonly #value: string;

	constructor(value: string) {
		this.#value = value;
	}

	/** The plain value, for the driver. */
	reveal(): string {
		return this.#value;
	}

	toString(): string {
		return mask;
	}

	toJSON(): string {
		return mask;
	}

	[inspect.custom](): string {
		return mask;
	}
}

/** Connection that a password is looked up for. */
type PasswordTarget = {
	readonly host: string;
	readonly port: number;
	readonly database: string;
	readonly user: string;
};

/** Default socket folders of PostgreSQL. Their passwords are stored under `localhost`. */
const defaultSocketFolders = ['/tmp', '/var/run/postgresql'];

/**
Looks up a password in libpq's password file: `PGPASSFILE`, or `~/.pgpass`. A missing file is not an error. As in libpq, a
file that other users can read is ignored; `note` then says so.
*/
export function readPgPass(
	wanted: PasswordTarget,
	environment: Environment,
): {readonly file: string; readonly password?: Secret; readonly note?: string} {
	const file = environment.PGPASSFILE || defaultFile(environment);
	const unused = (reason: string) => ({file, note: `The password file ${file} is not used: ${reason}`});
	let text: string;
	try {
		const stats = statSync(file, {throwIfNoEntry: false});
		if (stats === undefined) return {file};
		if (!stats.isFile()) return unused('it is not a regular file.');
		if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
			return unused(`other users can read it. Run: chmod 0600 ${file}`);
		}
		text = readFileSync(file, 'utf8');
	} catch {
		return unused('it cannot be read.');
	}
	const password = findPassword(text, wanted);
	return password === undefined ? {file} : {file, password: new Secret(password)};
}

/** The password of the first matching line; undefined if no line matches or the password is empty. */
export function findPassword(text: string, {host, port, database, user}: PasswordTarget): string | undefined {
	const wanted = [defaultSocketFolders.includes(host) ? 'localhost' : host, String(port), database, user];
	for (const line of text.split('\n')) {
		if (line.startsWith('#')) continue;
		let tail: string | undefined = line.replace(/[\r\n]+$/, '');
		for (const value of wanted) tail = tail === undefined ? undefined : afterField(tail, value);
		if (tail === undefined) continue;
		const [password = ''] = /^(?:\\.|[^:])*/s.exec(tail) ?? [];
		return password.replaceAll(/\\(.)/gs, '$1') || undefined;
	}
	return undefined;
}

/**
The text after a field and its colon, if the field is `value` or `*`. A backslash escapes the next character. As in libpq,
colons within the value may be unescaped: `::1:5432:…` matches the host `::1`.
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
		: join(HOME || homeFolder(), '.pgpass');
}
