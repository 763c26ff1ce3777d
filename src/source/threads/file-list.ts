import {Buffer} from 'node:buffer';
import type {SourceFile, SourceFiles} from '../source.js';

/**
Files in shared memory. The listing thread passes hundreds of thousands of them to the reader threads without copying
them or occupying the main thread.
*/
export type PackedFiles = {
	/** The paths in UTF-8, concatenated. */
	readonly paths: Uint8Array<SharedArrayBuffer>;
	/** End of each path in `paths`. */
	readonly ends: Uint32Array<SharedArrayBuffer>;
	/** The size of each file. */
	readonly bytes: Float64Array<SharedArrayBuffer>;
};

export function packFiles(files: SourceFiles): PackedFiles {
	if (files instanceof FileList) return files.packed;
	let length = 0;
	for (const {path} of files) length += Buffer.byteLength(path);
	const paths = new Uint8Array(new SharedArrayBuffer(length));
	const ends = new Uint32Array(new SharedArrayBuffer(files.length * Uint32Array.BYTES_PER_ELEMENT));
	const bytes = new Float64Array(new SharedArrayBuffer(files.length * Float64Array.BYTES_PER_ELEMENT));
	const text = Buffer.from(paths.buffer);
	let [index, end] = [0, 0];
	for (const file of files) {
		end += text.write(file.path, end);
		ends[index] = end;
		bytes[index] = file.bytes;
		index++;
	}
	return {paths, ends, bytes};
}

export function fileAt({paths, ends, bytes}: PackedFiles, index: number): SourceFile | undefined {
	const [end, size] = [ends[index], bytes[index]];
	if (end === undefined || size === undefined) return undefined;
	return {path: Buffer.from(paths.buffer).toString('utf8', ends[index - 1] ?? 0, end), bytes: size};
}

/** Packed files, unpacked on access. */
export class FileList implements SourceFiles {
	readonly packed: PackedFiles;

	constructor(packed: PackedFiles) {
		this.packed = packed;
	}

	get length(): number {
		return this.packed.ends.length;
	}

	at(index: number): SourceFile | undefined {
		return fileAt(this.packed, index);
	}

	*[Symbol.iterator](): Generator<SourceFile> {
		for (let index = 0; index < this.length; index++) yield this.at(index)!;
	}
}
