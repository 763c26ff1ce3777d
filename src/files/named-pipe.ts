import {execFile} from 'node:child_process';
import {constants, openSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';

/**
Creates a named pipe in a folder of its own; undefined where that is not possible: on Windows, in a temporary folder that can't
be written to, on a file system without pipes, or without the program `mkfifo`.
*/
export async function createNamedPipe(
	platform: NodeJS.Platform = process.platform,
	parent: string = tmpdir(),
): Promise<string | undefined> {
	if (platform === 'win32') return undefined;
	const folder = await mkdtemp(join(parent, 'sparkify-tui-')).catch(() => undefined);
	if (folder === undefined) return undefined;
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
