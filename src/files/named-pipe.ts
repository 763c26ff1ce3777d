import {execFile} from 'node:child_process';
import {constants, openSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';

/** Creates a named pipe in a folder of its own; undefined where there are none (Windows). */
export async function createNamedPipe(): Promise<string | undefined> {
	if (process.platform === 'win32') return undefined;
	const folder = await mkdtemp(join(tmpdir(), 'sparkify-tui-'));
	const pipe = join(folder, 'rows');
	try {
		await promisify(execFile)('mkfifo', ['-m', '600', pipe]);
		return pipe;
	} catch {
		await rm(folder, {recursive: true, force: true});
		return undefined;
	}
}

/**
Reads what `write` writes to a named pipe, as it arrives. Leaving the loop early closes the pipe, so that `write` fails; that
error is ignored.
@param pipe From `createNamedPipe`; removed at the end with its folder.
@throws what `write` throws
*/
export async function* readNamedPipe(
	pipe: string,
	write: (pipe: string) => Promise<unknown>,
): AsyncGenerator<Uint8Array, void, undefined> {
	// Does not wait for the writer, and sees no end before there was one.
	const fd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
	const reader = new Socket({fd, readable: true, writable: false});
	const written = write(pipe);
	written.catch((error: Error) => reader.destroy(error));
	try {
		yield* reader;
		await written;
	} finally {
		reader.destroy();
		await written.catch(() => {});
		await rm(dirname(pipe), {recursive: true, force: true});
	}
}
