import {createHash} from 'node:crypto';
import {constants} from 'node:fs';
import {access, readFile, readlink, realpath, stat} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {UsageError} from '../../errors.js';
import {writeTextFile} from '../../files/output-file.js';
import {systemReason} from '../../files/replace-file.js';

/** Larger files would take minutes to parse. Bytes. */
const maxSize = 8_000_000;

/** What a file held when it was read; both undefined if there is no file. */
export type FileContent = {readonly text: string | undefined; readonly hash: string | undefined};

/**
The real path of a file, which need not exist.
@throws UsageError if its folder does not exist
*/
export async function realFile(path: string): Promise<string> {
	const absolute = resolve(path);
	try {
		return await realpath(absolute);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw cannot('read', path, error);
	}
	const target = await readlink(absolute).catch(() => undefined);
	if (target !== undefined) return realFile(resolve(dirname(absolute), target));
	const folder = await realpath(dirname(absolute)).catch(() => undefined);
	if (folder === undefined)
		throw new UsageError({
			message: `The folder of ${path} does not exist.`,
			where: path,
			advice: `Create ${dirname(absolute)}, or name another file.`,
		});
	return join(folder, basename(absolute));
}

/** Reads a file. @throws UsageError if it can't be read as a notebook */
export async function readContent(file: string): Promise<FileContent> {
	const info = await stat(file).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw cannot('read', file, error);
	});
	if (info === undefined) return {text: undefined, hash: undefined};
	const refuse = (message: string, advice: string) => new UsageError({message, where: file, advice});
	if (info.isDirectory()) throw refuse(`${file} is a folder.`, 'Name a file in it.');
	if (!info.isFile()) throw refuse(`${file} is not an ordinary file.`, 'Name a Markdown file.');
	if (info.size > maxSize)
		throw refuse(
			`${file} is too large for a notebook: ${Math.ceil(info.size / 1e6)} MB.`,
			'At most 8 MB can be opened.',
		);
	const bytes = await readFile(file).catch((error: unknown) => {
		throw cannot('read', file, error);
	});
	try {
		// Anything else would be written back changed.
		const text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
		return {text, hash: hashOf(bytes)};
	} catch {
		throw refuse(`${file} is not UTF-8 text.`, 'Convert it to UTF-8.');
	}
}

/**
Replaces a file atomically and keeps its mode.
@returns The hash of the text
@throws UsageError, SparkifyError if it can't be written
*/
export async function writeContent(file: string, text: string): Promise<string> {
	await access(file, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'ENOENT') throw cannot('written', file, error);
	});
	await writeTextFile(file, once(text));
	return hashOf(text);
}

async function* once(text: string): AsyncGenerator<string> {
	yield text;
}

function hashOf(content: string | Buffer): string {
	return createHash('sha256').update(content).digest('hex');
}

function cannot(verb: 'read' | 'written', file: string, error: unknown): UsageError {
	const message = `${file} cannot be ${verb}: ${systemReason(error)}.`;
	const advice = verb === 'read' ? {} : {advice: 'Save it under another name.'};
	return new UsageError({message, where: file, ...advice}, {cause: error});
}
