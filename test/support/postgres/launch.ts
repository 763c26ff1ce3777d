import {execFile} from 'node:child_process';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import {type Account, createRunFolder, giveTo, serverAccount, serverEnvironment} from './account.js';
import {type AuthMethod, configure, type TlsMode} from './configuration.js';
import {type Binaries, findBinaries} from './find-binaries.js';
import {type Supervised, supervise} from './supervise.js';

export type LaunchOptions = {
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly auth: AuthMethod;
	readonly tls: TlsMode;
	readonly binFolder?: string | undefined;
};

export type Launched = {
	/** `18.4` */
	readonly version: string;
	/** Contains all files of the server and its Unix socket. */
	readonly folder: string;
	stop(): Promise<void>;
};

/** The port was free when chosen, but another process has taken it. */
export class PortTakenError extends Error {}

const logFile = 'server.log';
const startTimeout = 60_000; // ms; half a second is typical, a cold disk takes several

/**
 * Creates a cluster in a new temporary folder and starts its server. Returns when it accepts connections. On failure,
 * removes all files and throws a PortTakenError or an error with the server's log.
 */
export async function launch(options: LaunchOptions): Promise<Launched> {
	const account = serverAccount();
	const folder = createRunFolder(account);
	let binaries: Binaries;
	let server: Supervised;
	const dataFolder = join(folder, 'data');
	try {
		binaries = findBinaries(folder, account, options.binFolder);
		await initialise(binaries, folder, dataFolder, account, options);
		const settings = configure({...options, folder, dataFolder, account});
		server = supervise({
			command: [binaries.postgres, '-D', dataFolder, ...settings],
			folder,
			log: logFile,
			account,
			env: serverEnvironment,
		});
	} catch (error) {
		rmSync(folder, {recursive: true, force: true});
		throw error;
	}
	try {
		await ready(server, folder, dataFolder);
	} catch (error) {
		await server.stop();
		throw error;
	}
	return {version: binaries.version, folder, stop: () => server.stop()};
}

async function initialise(
	{initdb}: Binaries,
	folder: string,
	dataFolder: string,
	account: Account,
	{user, password, auth}: LaunchOptions,
): Promise<void> {
	const passwordFile = join(folder, 'password');
	writeFileSync(passwordFile, `${password}\n`, {mode: 0o600});
	giveTo(account, passwordFile);
	mkdirSync(dataFolder, {mode: 0o700});
	giveTo(account, dataFolder);
	const identity = [`--username=${user}`, `--pwfile=${passwordFile}`, `--auth=${auth}`];
	await promisify(execFile)(
		initdb,
		[`--pgdata=${dataFolder}`, ...identity, '--encoding=UTF8', '--locale=C', '--no-sync'],
		{...account, cwd: folder, env: serverEnvironment},
	);
	rmSync(passwordFile);
}

/** Waits until the pid file shows that the server accepts connections. */
async function ready(server: Supervised, folder: string, dataFolder: string): Promise<void> {
	let exitCode: number | undefined;
	const ended = server.ended.then(code => {
		exitCode = code;
	});
	const deadline = Date.now() + startTimeout;
	while (exitCode === undefined && Date.now() < deadline) {
		if (/^ready\s*$/m.test(readIfThere(join(dataFolder, 'postmaster.pid')))) return;
		await Promise.race([sleep(10), ended]);
	}
	const log = readIfThere(join(folder, logFile));
	const what = exitCode === undefined ? `was not ready in ${startTimeout} ms` : `ended with code ${exitCode}`;
	const ErrorClass = log.includes('could not create any TCP/IP sockets') ? PortTakenError : Error;
	throw new ErrorClass(`PostgreSQL ${what}. Its log:\n${log}`);
}

function readIfThere(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}
