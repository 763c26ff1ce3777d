/** What the package and a development install weigh. */
import {execFileSync} from 'node:child_process';
import {lstatSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import type {Benchmark} from './benchmark.js';

/** Bytes of the files that `npm pack` ships. DuckDB's packages are the only dependency and come on top. */
function packageBytes(): number {
	const printed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
		maxBuffer: 1 << 24,
	});
	// An array until npm 10, later an object by name.
	const [packed] = Object.values(JSON.parse(printed) as Record<string, {readonly unpackedSize: number}>);
	if (packed === undefined) throw new Error('npm pack lists no package.');
	return packed.unpackedSize;
}

/** Bytes on disk below a folder, like du: links to the same file count once. */
function bytesOnDisk(folder: string, seen = new Set<number>()): number {
	return readdirSync(folder, {withFileTypes: true}).reduce((total, entry) => {
		const path = join(folder, entry.name);
		const {ino, blocks} = lstatSync(path);
		// AVA keeps a cache in node_modules.
		if (seen.has(ino) || entry.name === '.cache') return total;
		seen.add(ino);
		return total + blocks * 512 + (entry.isDirectory() ? bytesOnDisk(path, seen) : 0);
	}, 0);
}

export const installedSize: Benchmark = {
	id: 'size',
	async *measure() {
		const mebibyte = 2 ** 20;
		yield {
			id: 'size.package',
			title: 'Installed size beyond DuckDB’s own packages',
			unit: 'MiB',
			ours: [packageBytes() / mebibyte],
			goal: 4,
		};
		yield {
			id: 'size.development',
			title: 'Development install (`node_modules`)',
			unit: 'MiB',
			ours: [bytesOnDisk('node_modules') / mebibyte],
			goal: 350,
		};
	},
};
