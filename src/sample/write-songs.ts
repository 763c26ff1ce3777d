import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {performance} from 'node:perf_hooks';
import {setImmediate} from 'node:timers/promises';
import type {Catalog} from './catalog.js';
import type {Written} from './progress.js';
import {songFiles} from './song-files.js';

/** Maximum time of synchronous writing before yielding, ms. */
const slice = 8;

export type SongFilesOptions = {
	readonly directory: string;
	readonly seed: number;
	readonly fileQuirks: boolean;
};

/** Writes the song files in short synchronous slices: for tiny files, promises take more than twice the CPU time. */
export async function* writeSongs(catalog: Catalog, options: SongFilesOptions): AsyncGenerator<Written> {
	const folders = new Set<string>();
	let records = 0;
	let bytes = 0;
	let sliceEnd = performance.now() + slice;
	for (const file of songFiles(catalog, options.seed, options.fileQuirks)) {
		const folder = join(options.directory, file.folder);
		if (!folders.has(folder)) {
			mkdirSync(folder, {recursive: true});
			folders.add(folder);
		}
		const content = Buffer.from(file.text);
		writeFileSync(join(folder, file.name), content, {flag: 'wx'});
		records += file.records;
		bytes += content.length;
		if (performance.now() >= sliceEnd) {
			yield {records, bytes};
			await setImmediate();
			sliceEnd = performance.now() + slice;
		}
	}
	yield {records, bytes};
}
