import {closeSync, existsSync, openSync, readSync, statSync} from 'node:fs';
import {rename} from 'node:fs/promises';
import {ConnectionError} from '../../errors.js';
import type {MovedFile} from '../warehouse.js';

/** The newest storage version that this DuckDB reads. A file with a newer version is never reported as damaged. */
export const newestStorageVersion = 68n;

/** A checksum mismatch, or a truncated file. */
const corruption = /Corrupt database file|Corrupt WAL file|Could not read enough bytes from file/;

/** Suffixes of files next to the database. A new database must not pick up those of the old one. */
const companions = ['.wal', '.wal.checkpoint', '.wal.recovery', '.undo'];

/** Whether DuckDB failed to open the file because it is damaged, and the file is a DuckDB database. */
export function isDamaged(error: unknown, file: string): boolean {
	return corruption.test(String(error)) && isPlainDuckDb(file);
}

/** Reads the main header: checksum (8 bytes), `DUCK`, storage version (8 bytes), flags (lowest bit: encrypted). */
function isPlainDuckDb(file: string): boolean {
	const header = Buffer.alloc(28);
	try {
		const descriptor = openSync(file, 'r');
		try {
			if (readSync(descriptor, header, 0, header.length, 0) < header.length) return false;
		} finally {
			closeSync(descriptor);
		}
	} catch {
		return false;
	}
	const isEncrypted = (header.readUInt8(20) & 1) === 1;
	return (
		header.toString('latin1', 8, 12) === 'DUCK' &&
		header.readBigUInt64LE(12) <= newestStorageVersion &&
		!isEncrypted
	);
}

/** Identifies a file independently of its name; undefined if it does not exist. */
export function fileId(file: string): number | undefined {
	return statSync(file, {throwIfNoEntry: false})?.ino;
}

/**
Renames a damaged database file and its companion files to unused names.
@param id The file that was found damaged. Another process may have replaced it since.
*/
export async function moveAside(file: string, id: number | undefined): Promise<readonly MovedFile[]> {
	const to = freeName(file);
	// The database goes last: after an interruption the next attempt still finds it damaged.
	const moves = [...companions, '']
		.map(suffix => ({from: file + suffix, to: to + suffix}))
		.filter(({from}) => existsSync(from));
	try {
		if (fileId(file) !== id) throw new Error('The file has changed since it was found damaged.');
		for (const move of moves) await rename(move.from, move.to);
	} catch (error) {
		throw new ConnectionError(
			{
				message: `${file} is damaged and could not be moved aside.`,
				where: file,
				advice: 'Rename it yourself, or choose another file with --database.',
				detail: error instanceof Error ? error.message : String(error),
			},
			{cause: error},
		);
	}
	return moves.toReversed();
}

function freeName(file: string): string {
	for (let time = Date.now(); ; time += 1000) {
		const [date, clock] = new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '').split('T');
		const name = `${file}.damaged-${date}-${clock}`;
		if (['', ...companions].every(suffix => !existsSync(name + suffix))) return name;
	}
}
