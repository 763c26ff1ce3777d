import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PassThrough, Readable} from 'node:stream';
import {finished} from 'node:stream/promises';
import {pathToFileURL} from 'node:url';
import type {ExecutionContext} from 'ava';
import {packageRoot} from '../../src/package-root.js';

export const program = join(packageRoot, 'dist', 'cli.cjs');

/** Creates a folder to run the program in, removed after the test. */
export function workFolder(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-work-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** The environment of a run: state is kept in the folder, and no server is configured. */
export function environment(folder: string): NodeJS.ProcessEnv {
	const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
	return {
		...Object.fromEntries(inherited),
		HOME: folder,
		XDG_STATE_HOME: join(folder, 'state'),
		TZ: 'America/New_York',
	};
}

export type Ended = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

export type Running = {readonly child: ChildProcess; readonly ended: Promise<Ended>};

/**
Starts the built program without a terminal.
@param input The content of standard input.
@param variables Additional environment variables.
*/
export function start(
	folder: string,
	args: readonly string[],
	input = '',
	variables: NodeJS.ProcessEnv = {},
): Running {
	const child = spawn(process.execPath, [program, ...args], {
		cwd: folder,
		env: {...environment(folder), ...variables},
	});
	child.stdin.on('error', () => {
		// The program ended without reading its input.
	});
	child.stdin.end(input);
	const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
	const ended = new Promise<Ended>(resolve => {
		child.once('close', code => resolve({code, stdout: stdout(), stderr: stderr()}));
	});
	return {child, ended};
}

/** Starts the built program without a terminal and waits for its end. */
export async function runAlone(
	folder: string,
	args: readonly string[],
	input = '',
	variables: NodeJS.ProcessEnv = {},
): Promise<Ended> {
	return start(folder, args, input, variables).ended;
}

/** Settles once no program runs in this process. */
let free: Promise<unknown> = Promise.resolve();

/**
Runs the built program in this process, which saves the half second that Node, the bundle and DuckDB take to start. Runs
that are started together take turns.
*/
export async function run(
	folder: string,
	args: readonly string[],
	input = '',
	variables: NodeJS.ProcessEnv = {},
): Promise<Ended> {
	const ended = free.then(async () => runHere(folder, args, input, {...environment(folder), ...variables}));
	free = ended.catch(() => {});
	return ended;
}

async function runHere(
	folder: string,
	args: readonly string[],
	input: string,
	variables: NodeJS.ProcessEnv,
): Promise<Ended> {
	const {argv, exitCode} = process;
	const env = {...process.env};
	const cwd = process.cwd();
	const properties = Object.getOwnPropertyDescriptors(process);
	const [stdin, stdout, stderr] = [Readable.from([Buffer.from(input)]), new PassThrough(), new PassThrough()];
	const [writtenOut, writtenErr] = [collect(stdout), collect(stderr)];
	for (const [name, value] of Object.entries({stdin, stdout, stderr}))
		Object.defineProperty(process, name, {...properties[name as 'stdin'], get: () => value});
	process.argv = [process.execPath, program, ...args];
	process.exitCode = undefined;
	setEnvironment(variables);
	process.chdir(folder);
	try {
		const {main} = await import(pathToFileURL(join(packageRoot, 'dist', 'cli.mjs')).href);
		await main();
		const code = Number(process.exitCode);
		await Promise.all([stdout, stderr].map(async stream => finished(stream.end(), {readable: false})));
		return {code, stdout: writtenOut(), stderr: writtenErr()};
	} finally {
		process.chdir(cwd);
		setEnvironment(env);
		process.exitCode = exitCode;
		process.argv = argv;
		for (const name of ['stdin', 'stdout', 'stderr'] as const)
			Object.defineProperty(process, name, properties[name]);
	}
}

function setEnvironment(variables: NodeJS.ProcessEnv): void {
	for (const name of Object.keys(process.env)) if (variables[name] === undefined) delete process.env[name];
	for (const [name, value] of Object.entries(variables)) if (value !== undefined) process.env[name] = value;
}

/** Collects a stream, even if a test closes it. Returns a function for the text so far. */
function collect(stream: Readable): () => string {
	const chunks: Buffer[] = [];
	stream.on('data', (chunk: Buffer) => chunks.push(chunk));
	return () => Buffer.concat(chunks).toString();
}
