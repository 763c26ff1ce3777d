import {setTimeout as pause} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import * as pty from 'node-pty';
import {environment, program} from './run-program.js';

const timeoutMs = 30_000;

/**
Starts the built program on a terminal and records its output.
@param variables Additional environment variables.
@param sizeless Report no terminal size, like a serial line.
*/
export function startOnTerminal(
	t: ExecutionContext,
	folder: string,
	args: readonly string[],
	variables: Readonly<Record<string, string>> = {},
	sizeless = false,
) {
	const command = [process.execPath, program, ...args];
	const [file = '', ...rest] = sizeless
		? ['sh', '-c', 'stty rows 0 cols 0 && exec "$0" "$@"', ...command]
		: command;
	const child = pty.spawn(file, rest, {
		name: 'xterm-256color',
		cols: 100,
		rows: 40,
		cwd: folder,
		env: {...environment(folder), ...variables} as Record<string, string>,
	});
	let output = '';
	let everything = '';
	child.onData(data => {
		output += data;
		everything += data;
	});
	const exited = new Promise<number>(resolve => child.onExit(({exitCode}) => resolve(exitCode)));
	t.teardown(() => child.kill());
	return {
		exited,
		/** Everything written so far. */
		written: () => everything,
		type: (keys: string) => child.write(keys),
		/** Waits for a text after the one waited for last. */
		async until(text: string): Promise<void> {
			const deadline = Date.now() + timeoutMs;
			while (!output.includes(text)) {
				if (Date.now() > deadline) throw new Error(`"${text}" did not come:\n${output}`);
				await pause(20);
			}
			output = output.slice(output.indexOf(text) + text.length);
		},
	};
}
