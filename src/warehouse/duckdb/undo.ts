import {existsSync} from 'node:fs';
import {type FileHandle, open, rm} from 'node:fs/promises';
import {SparkifyError} from '../../errors.js';
import {cannotWrite} from '../../files/output-file.js';
import {systemReason, writeThenRename} from '../../files/replace-file.js';

/** Bytes before the first block: the main header and two database headers, one of which a checkpoint writes last. */
const headerBytes = 3 * 4096;
const numberBytes = 8;

/** Path of the undo copy of a database file. */
function undoFile(file: string): string {
	return `${file}.undo`;
}

/**
Opens a database file that DuckDB has open, for reading. Returns undefined on Windows, where DuckDB shares an open file
with nobody, not even its own process; checkpoints can't be undone there.
@param openFile For tests.
*/
export async function openForUndo(file: string, openFile = open): Promise<FileHandle | undefined> {
	try {
		return await openFile(file, 'r');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EBUSY') return undefined;
		throw error;
	}
}

/**
Copies the headers of a database file and the blocks that a checkpoint rewrites in place. If the process is killed during
such a write, the block has a wrong checksum and DuckDB cannot open the file; `undoCheckpoint` restores it.

The copy contains the block size, the headers, and the offset and content of each block. Numbers are 64-bit little-endian.
@param database The open database file. Closing it would release the lock of DuckDB in this process.
@param blocks Numbers of the metadata blocks, the only ones that a checkpoint rewrites.
@throws SparkifyError if the copy can't be created
*/
export async function saveForUndo(
	file: string,
	database: FileHandle,
	blocks: readonly number[],
	blockBytes: number,
): Promise<void> {
	const undo = undoFile(file);
	await writeThenRename(`${undo}.part`, undo, async unfinished => {
		const to = await open(unfinished, 'w').catch((error: unknown) => {
			const {failure} = cannotWrite(undo, systemReason(error), error);
			const advice = `Changes need files next to the database. Choose a file in a folder that you can write to: --database FILE.`;
			throw new SparkifyError({...failure, advice}, {cause: error});
		});
		try {
			await to.writeFile(number(blockBytes));
			await to.writeFile(await read(database, 0, headerBytes));
			for (const block of blocks) {
				const offset = headerBytes + block * blockBytes;
				await to.writeFile(number(offset));
				await to.writeFile(await read(database, offset, blockBytes));
			}
			await to.sync();
		} finally {
			await to.close();
		}
	});
}

/** Removes the undo copy, if any. */
export async function removeUndo(file: string): Promise<void> {
	await rm(undoFile(file), {force: true});
}

/** Whether the process ended during a checkpoint, or before it removed the undo copy. */
export function hasUndo(file: string): boolean {
	return existsSync(undoFile(file));
}

/**
Undoes an interrupted checkpoint and removes the undo copy. A checkpoint whose header was written is complete and is kept.
No process may have the database open.
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
