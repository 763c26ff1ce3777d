import {Buffer} from 'node:buffer';
import type {ListedFile, SourceFile, SourceFiles} from '../source.js';

/**
Files in shared memory. The listing thread passes hundreds of thousands of them to the reader threads without copying
them or occupying the main thread.
*/
export type PackedFiles = {
	/** The paths and versions in UTF-8, concatenated, with a NUL between path and version. */
	readonly texts: Uint8Array<SharedArrayBuffer>;
	/** End of each file's text in `texts`. */
	readonly ends: Uint32Array<SharedArrayBuffer>;
	/** The size of each file. */
	readonly bytes: Float64Array<SharedArrayBuffer>;
};

/** @param versions The version of each file, if known. */
export function packFiles(files: SourceFiles, versions: readonly string[] = []): PackedFiles {
	if (files instanceof FileList) return files.packed;
	const packed = Array.from(files, ({path}, index) => `${path}\0${versions[index] ?? ''}`);
	const length = packed.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
	const texts = new Uint8Array(new SharedArrayBuffer(length));
	const ends = new Uint32Array(new SharedArrayBuffer(files.length * Uint32Array.BYTES_PER_ELEMENT));
	const bytes = new Float64Array(new SharedArrayBuffer(files.length * Float64Array.BYTES_PER_ELEMENT));
	const buffer = Buffer.from(texts.buffer);
	let [index, end] = [0, 0];
	for (const {bytes: size} of files) {
		end += buffer.write(packed[index]!, end);
		ends[index] = end;
		bytes[index] = size;
		index++;
	}
	return {texts, ends, bytes};
}

/** Returns a file with its version. */
export function fileAt({texts, ends, bytes}: PackedFiles, index: number): ListedFile | undefined {
	const [end, size] = [ends[index], bytes[index]];
	if (end === undefined || size === undefined) return undefined;
	const text = Buffer.from(texts.buffer).toString('utf8', ends[index - 1] ?? 0, end);
	const divider = text.lastIndexOf('\0');
	return {path: text.slice(0, divider), bytes: size, version: text.slice(divider + 1)};
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
		const file = fileAt(this.packed, index);
		return file && {path: file.path, bytes: file.bytes};
	}

	*[Symbol.iterator](): Generator<SourceFile> {
		for (let index = 0; index < this.length; index++) yield this.at(index)!;
	}
}
