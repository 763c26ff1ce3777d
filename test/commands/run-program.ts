import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
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

/** Runs the built program and waits for its end. */
export async function run(
	folder: string,
	args: readonly string[],
	input = '',
	variables: NodeJS.ProcessEnv = {},
): Promise<Ended> {
	return start(folder, args, input, variables).ended;
}

/** Collects a stream, even if a test closes it. Returns a function for the text so far. */
function collect(stream: Readable): () => string {
	const chunks: Buffer[] = [];
	stream.on('data', (chunk: Buffer) => chunks.push(chunk));
	return () => Buffer.concat(chunks).toString();
}
