import {closeSync, existsSync, openSync, readSync, statSync} from 'node:fs';
import {rename} from 'node:fs/promises';
import {ConnectionError} from '../errors.js';
import type {MovedFile} from './warehouse.js';

/** The newest storage version that DuckDB reads here. A file that claims a newer one is never called damaged. */
export const newestStorageVersion = 68n;

/** A checksum that does not match, and a file that ends too early. */
const corruption = /Corrupt database file|Corrupt WAL file|Could not read enough bytes from file/;

/** Files that are kept beside the database; a new database must not find those of the old one. */
const companions = ['.wal', '.wal.checkpoint', '.wal.recovery', '.undo'];

/** Whether a database file could not be opened because it is damaged: DuckDB reports that, and the file is one of its own. */
export function isDamaged(error: unknown, file: string): boolean {
	return corruption.test(String(error)) && isPlainDuckDb(file);
}

/** By the main header: checksum (8 bytes), `DUCK`, storage version (8 bytes), flags, of which the lowest is for encryption. */
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

/** Identifies a file whatever its name; undefined when it is not there. */
export function fileId(file: string): number | undefined {
	return statSync(file, {throwIfNoEntry: false})?.ino;
}

/**
Renames a damaged database file and what belongs to it to names that are free.
@param id The file that was found damaged: another process may have put a new one in its place.
*/
export async function moveAside(file: string, id: number | undefined): Promise<readonly MovedFile[]> {
	const to = freeName(file);
	// The database last: if this is interrupted it is still damaged at the next attempt.
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
				advice: 'Rename it yourself, or name another file with --database.',
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
