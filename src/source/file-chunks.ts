import {createReadStream} from 'node:fs';
import {createGunzip} from 'node:zlib';

/**
The bytes of a compressed file, chunk by chunk.
@throws Error with zlib's or fzstd's text when the file is broken.
*/
export async function* decompressedChunks(path: string): AsyncGenerator<Uint8Array> {
	const compressed = createReadStream(path, {highWaterMark: 1 << 18});
	if (/\.gz$/i.test(path)) {
		const plain = createGunzip({chunkSize: 1 << 18});
		compressed.on('error', error => plain.destroy(error));
		yield* compressed.pipe(plain) as AsyncIterable<Uint8Array>;
		return;
	}

	// Node's zlib has Zstandard only from 22.15 on.
	const {Decompress} = await import('fzstd');
	const chunks: Uint8Array[] = [];
	const decompress = new Decompress(chunk => chunks.push(chunk));
	for await (const chunk of compressed as AsyncIterable<Uint8Array>) {
		decompress.push(chunk);
		yield* chunks.splice(0);
	}
	decompress.push(new Uint8Array(0), true);
	yield* chunks.splice(0);
}

export function isCompressed(path: string): boolean {
	return /\.(?:gz|zst)$/i.test(path);
}
