/**
Returns a valid Zstandard frame (RFC 8878) with uncompressed blocks, because Node 20 can't compress to Zstandard.
@param blockBytes At most 128 KB.
*/
export function zstdFrame(data: Uint8Array, blockBytes = 1 << 17): Buffer {
	const header = Buffer.alloc(9);
	header.writeUInt32LE(0xfd2fb528, 0); // magic number
	header[4] = 0b1010_0000; // content size in four bytes, a single segment, no checksum, no dictionary
	header.writeUInt32LE(data.length, 5);
	const parts: Uint8Array[] = [header];
	let at = 0;
	do {
		const block = data.subarray(at, at + blockBytes);
		at += block.length;
		const last = at >= data.length ? 1 : 0;
		const blockHeader = Buffer.alloc(3);
		blockHeader.writeUIntLE((block.length << 3) | last, 0, 3); // block type 0: raw
		parts.push(blockHeader, block);
	} while (at < data.length);
	return Buffer.concat(parts);
}
