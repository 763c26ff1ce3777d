import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {cp} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import {type Account, createRunFolder, giveTo, serverAccount} from './account.js';
import {type AuthMethod, configure, type TlsMode} from './configuration.js';
import {type Binaries, findBinaries} from './find-binaries.js';
import {serverEnvironment} from './platform.js';
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
	/** Contains all files of the server, and its Unix socket if it has one. */
	readonly folder: string;
	stop(): Promise<void>;
};

/** The port was free when chosen, but another process has taken it. */
export class PortTakenError extends Error {}

const logFile = 'server.log';
const keptPrefix = 'sparkify-test-cluster-';
/** No process copies a cluster of the day before: programs that clean the temporary folder may have taken parts of it. */
const maxKeptMs = 2 * 24 * 60 * 60 * 1000;
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
		configure({...options, folder, dataFolder, account});
		const log = join(folder, logFile);
		server = supervise({pgCtl: binaries.pgCtl, folder, dataFolder, log, account});
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

/**
Copies a cluster that an earlier test process made today, which takes a quarter of the time of initdb, or makes one and
leaves a copy in the system's temporary folder. Processes may do so at the same time: a rename is atomic.
*/
async function initialise(
	{initdb, version}: Binaries,
	folder: string,
	dataFolder: string,
	account: Account,
	{user, password, auth}: LaunchOptions,
): Promise<void> {
	const run = async (program: string, args: readonly string[]) =>
		promisify(execFile)(program, args, {...account, cwd: folder, env: serverEnvironment()});
	// As the account. Several times as fast as Node's, which Windows needs.
	const copy = async (from: string, to: string) =>
		process.platform === 'win32' ? cp(from, to, {recursive: true}) : run('/bin/cp', ['-R', from, to]);
	const [parent, day] = [dirname(folder), new Date().toISOString().slice(0, 10)];
	const key = JSON.stringify([initdb.replace(folder, ''), version, user, password, auth]);
	const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
	const kept = join(parent, `${keptPrefix}${day}-${hash}`);
	if (statSync(kept, {throwIfNoEntry: false})?.uid === statSync(folder).uid) {
		await copy(kept, dataFolder);
		return;
	}
	for (const name of readdirSync(parent)) if (name.startsWith(keptPrefix)) removeIfOld(join(parent, name));
	const passwordFile = join(folder, 'password');
	writeFileSync(passwordFile, `${password}\n`, {mode: 0o600});
	giveTo(account, passwordFile);
	mkdirSync(dataFolder, {mode: 0o700});
	giveTo(account, dataFolder);
	const identity = [`--username=${user}`, `--pwfile=${passwordFile}`, `--auth=${auth}`];
	await run(initdb, [
		...[`--pgdata=${dataFolder}`, ...identity],
		...['--encoding=UTF8', '--locale=C', '--no-sync'],
	]);
	rmSync(passwordFile);
	const copied = join(folder, 'copy');
	await copy(dataFolder, copied);
	try {
		renameSync(copied, kept);
	} catch {
		// Another process was faster.
		rmSync(copied, {recursive: true, force: true});
	}
}

function removeIfOld(kept: string): void {
	try {
		if (Date.now() - statSync(kept).mtimeMs > maxKeptMs) rmSync(kept, {recursive: true});
	} catch {
		// Another process has removed it, or it is another user's.
	}
}

/** Waits until the pid file shows that the server accepts connections. */
async function ready(server: Supervised, folder: string, dataFolder: string): Promise<void> {
	let exitCode: number | undefined;
	const failed = server.failed.then(code => {
		exitCode = code;
	});
	const deadline = Date.now() + startTimeout;
	while (exitCode === undefined && Date.now() < deadline) {
		if (/^ready\s*$/m.test(readIfThere(join(dataFolder, 'postmaster.pid')))) return;
		await Promise.race([sleep(10), failed]);
	}
	const log = readIfThere(join(folder, logFile));
	const what =
		exitCode === undefined
			? `was not ready in ${startTimeout} ms`
			: `could not be started: pg_ctl ended with code ${exitCode}`;
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
