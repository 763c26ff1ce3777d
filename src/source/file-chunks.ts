import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream';
import {createGunzip} from 'node:zlib';

type Chunks = AsyncIterable<Uint8Array>;

/** What a compressed file holds is not what a compressor wrote. */
export class DamagedFileError extends Error {}

/** The bytes of a file as they are. The file is opened when the first of them are asked for. */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
	yield* createReadStream(path, {highWaterMark: 1 << 18}) as Chunks;
}

/**
Takes the compression off the bytes of a file that has one by its name.
@throws DamagedFileError, or what `chunks` threw.
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

/** The compression that the suffix of a file names. */
export function compressionOf(path: string): 'none' | 'gzip' | 'zstd' {
	if (/\.gz$/i.test(path)) return 'gzip';
	return /\.zst$/i.test(path) ? 'zstd' : 'none';
}

async function* gunzipped(chunks: Chunks): AsyncGenerator<Uint8Array> {
	const plain = createGunzip({chunkSize: 1 << 18});
	// Whoever reads `plain` gets the error: pipeline destroys it with that.
	pipeline(chunks, plain, () => {});
	try {
		yield* plain;
	} catch (error) {
		const isZlibs = error instanceof Error && 'code' in error && /^Z_/.test(String(error.code));
		throw isZlibs ? new DamagedFileError(error.message) : error;
	}
}

async function* zstdDecompressed(chunks: Chunks): AsyncGenerator<Uint8Array> {
	// Node's zlib has Zstandard only from 22.15 on.
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
