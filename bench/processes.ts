import {spawn, spawnSync} from 'node:child_process';
import {closeSync, openSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import process from 'node:process';

export type Usage = {
	readonly seconds: number;
	/** Of the process with all its threads; only known of Node. */
	readonly cpuSeconds?: number;
	readonly peakMb?: number;
};

export type RunOptions = {
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** File for standard output, which is discarded otherwise. */
	readonly output?: string;
};

/** The built program. */
export const program = resolve('dist/cli.cjs');

const preload = resolve('bench/usage.cjs');

/** The environment without what changes the program: CI, and the connection of libpq. */
export function inherited(): Record<string, string> {
	const kept = Object.entries(process.env).filter(([name]) => name !== 'CI' && !name.startsWith('PG'));
	return Object.fromEntries(kept) as Record<string, string>;
}

/** Runs a command to its end. @throws Error with its standard error if it fails */
export async function run(
	command: string,
	args: readonly string[],
	{env = {}, cwd, output}: RunOptions = {},
): Promise<Usage> {
	const descriptor = output === undefined ? undefined : openSync(output, 'w');
	const started = performance.now();
	const child = spawn(command, args, {
		cwd,
		env: {...inherited(), ...env},
		stdio: ['ignore', descriptor ?? 'ignore', 'pipe'],
	});
	let errors = '';
	child.stderr?.on('data', data => {
		errors = (errors + data).slice(-4000);
	});
	const code = await new Promise((done, failed) => {
		child.once('error', failed);
		child.once('close', done);
	});
	const seconds = (performance.now() - started) / 1000;
	if (descriptor !== undefined) closeSync(descriptor);
	if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${errors}`);
	return {seconds};
}

let runs = 0;

/** Runs a script with Node. */
export async function runNode(args: readonly string[], options: RunOptions = {}): Promise<Usage> {
	const file = join(tmpdir(), `sparkify-bench-${process.pid}-${++runs}.json`);
	const {seconds} = await run(process.execPath, ['--require', preload, ...args], {
		...options,
		env: {...options.env, BENCH_USAGE: file},
	});
	const used = JSON.parse(readFileSync(file, 'utf8')) as Omit<Usage, 'seconds'>;
	rmSync(file);
	return {seconds, ...used};
}

/** The first line a command prints; undefined if it can't be run. */
export function firstLine(command: string, args: readonly string[]): string | undefined {
	const {status, stdout} = spawnSync(command, args, {encoding: 'utf8'});
	return status === 0 ? stdout.trim().split('\n', 1)[0] : undefined;
}

/** Removes a DuckDB or SQLite database with its other files. */
export function removeDatabase(file: string): void {
	for (const suffix of ['', '.wal', '.undo', '-wal', '-shm', '-journal'])
		rmSync(`${file}${suffix}`, {force: true});
}
