import {existsSync} from 'node:fs';
import {type FileHandle, open, rename, rm} from 'node:fs/promises';

/** Bytes before the first block: the main header and two database headers. A checkpoint writes one of those last. */
const headerBytes = 3 * 4096;
const numberBytes = 8;

/** The file with the undo copy of a database file. */
export function undoFile(file: string): string {
	return `${file}.undo`;
}

/**
Copies the headers of a database file and the blocks that a checkpoint rewrites in place. If the process is killed in the
middle of such a write, the block has a wrong checksum and DuckDB cannot open the file; `undoCheckpoint` restores it.

The copy holds the block size, the headers, and for each block its offset and content; numbers are 64-bit little-endian.
@param blocks Numbers of the metadata blocks, which are the only ones that a checkpoint rewrites.
@param blockBytes Size of a block.
*/
export async function saveForUndo(
	file: string,
	blocks: readonly number[],
	blockBytes: number,
): Promise<void> {
	const unfinished = `${undoFile(file)}.part`;
	const from = await open(file, 'r');
	try {
		const to = await open(unfinished, 'w');
		try {
			await to.writeFile(number(blockBytes));
			await to.writeFile(await read(from, 0, headerBytes));
			for (const block of blocks) {
				const offset = headerBytes + block * blockBytes;
				await to.writeFile(number(offset));
				await to.writeFile(await read(from, offset, blockBytes));
			}
			await to.sync();
		} finally {
			await to.close();
		}
		await rename(unfinished, undoFile(file));
	} catch (error) {
		await rm(unfinished, {force: true});
		throw error;
	} finally {
		await from.close();
	}
}

/** Removes the undo copy, if there is one. */
export async function removeUndo(file: string): Promise<void> {
	await rm(undoFile(file), {force: true});
}

/** Whether a checkpoint was cut off, or the process ended before it had removed the undo copy. */
export function hasUndo(file: string): boolean {
	return existsSync(undoFile(file));
}

/**
Takes back a checkpoint that was cut off, and removes the undo copy. One that wrote its header had written everything else
before, and stands. No process may have the database open.
*/
export async function undoCheckpoint(file: string): Promise<void> {
	const saved = await open(undoFile(file), 'r');
	try {
		const database = await open(file, 'r+');
		try {
			const header = await read(saved, numberBytes, headerBytes);
			if (header.equals(await read(database, 0, headerBytes))) await restoreBlocks(saved, database);
		} finally {
			await database.close();
		}
	} finally {
		await saved.close();
	}
	await removeUndo(file);
}

async function restoreBlocks(saved: FileHandle, database: FileHandle): Promise<void> {
	const blockBytes = await readNumber(saved, 0);
	const {size} = await saved.stat();
	for (let place = numberBytes + headerBytes; place < size; place += numberBytes + blockBytes) {
		const block = await read(saved, place + numberBytes, blockBytes);
		await database.write(block, 0, blockBytes, await readNumber(saved, place));
	}
	await database.sync();
}

async function read(from: FileHandle, position: number, length: number): Promise<Buffer> {
	const {buffer, bytesRead} = await from.read(Buffer.alloc(length), 0, length, position);
	return buffer.subarray(0, bytesRead);
}

async function readNumber(from: FileHandle, position: number): Promise<number> {
	return Number((await read(from, position, numberBytes)).readBigUInt64LE());
}

function number(value: number): Buffer {
	const bytes = Buffer.alloc(numberBytes);
	bytes.writeBigUInt64LE(BigInt(value));
	return bytes;
}
