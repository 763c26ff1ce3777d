import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream';
import {createGunzip} from 'node:zlib';

type Chunks = AsyncIterable<Uint8Array>;

/** A compressed file is damaged or incomplete. */
export class DamagedFileError extends Error {}

/** Reads the raw bytes of a file. Opens it on the first iteration. */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
	yield* createReadStream(path, {highWaterMark: 1 << 18}) as Chunks;
}

/**
Decompresses the bytes of a file according to its suffix.
@throws DamagedFileError, or any error from `chunks`.
*/
export function decompressed(path: string, chunks: Chunks): Chunks {
	switch (compressionOf(path)) {
		case 'none':
			return chunks;
		case 'gzip':
			return gunzipped(chunks);
		case 'zstd':
			return zstdDecompressed(chunks);
	}
}

export function isCompressed(path: string): boolean {
	return compressionOf(path) !== 'none';
}

/** Returns the compression implied by a file's suffix. */
export function compressionOf(path: string): 'none' | 'gzip' | 'zstd' {
	if (/\.gz$/i.test(path)) return 'gzip';
	return /\.zst$/i.test(path) ? 'zstd' : 'none';
}

async function* gunzipped(chunks: Chunks): AsyncGenerator<Uint8Array> {
	const plain = createGunzip({chunkSize: 1 << 18});
	// Errors surface below: pipeline destroys `plain` with them.
	pipeline(chunks, plain, () => {});
	try {
		yield* plain;
	} catch (error) {
		const isZlibError = error instanceof Error && 'code' in error && /^Z_/.test(String(error.code));
		throw isZlibError ? new DamagedFileError(error.message) : error;
	}
}

async function* zstdDecompressed(chunks: Chunks): AsyncGenerator<Uint8Array> {
	// Node's zlib supports Zstandard only since 22.15.
	const {Decompress} = await import('fzstd');
	const plain: Uint8Array[] = [];
	const decompress = new Decompress(chunk => plain.push(chunk));
	const push = (chunk: Uint8Array, final = false) => {
		try {
			decompress.push(chunk, final);
		} catch (error) {
			throw new DamagedFileError(error instanceof Error ? error.message : String(error));
		}
	};
	for await (const chunk of chunks) {
		push(chunk);
		yield* plain.splice(0);
	}
	push(new Uint8Array(0), true);
	yield* plain.splice(0);
}
