// Generates the bundled sample reproducibly: node --import=tsx scripts/make-sample.ts [FOLDER]
import {mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join, relative, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {generateData} from '../src/sample/generate.js';

const [target = fileURLToPath(new URL('../sample', import.meta.url))] = process.argv.slice(2);
const figures = {events: 8000, songs: 1500, days: 30, seed: 19};

const workshop = await mkdtemp(join(tmpdir(), 'sparkify-sample-'));
try {
	const data = join(workshop, 'data');
	for await (const {phase, done, bytes} of generateData({directory: data, ...figures}))
		if (phase === 'finished') console.log(`${done} records, ${bytes} bytes before compression.`);

	for (const kind of ['log_data', 'song_data']) await rm(join(target, kind), {recursive: true, force: true});
	for (const path of await jsonFiles(data, 'log_data'))
		await writeCompressed(join(target, `${path}.gz`), await readFile(join(data, path)));
	// Merge the tiny files into one per letter: a file may contain several root objects.
	const songs = await jsonFiles(data, 'song_data');
	for (const letter of new Set(songs.map(path => path.split('/')[1]!))) {
		const texts = [];
		for (const path of songs)
			if (path.startsWith(`song_data/${letter}/`)) texts.push(await readFile(join(data, path), 'utf8'));
		await writeCompressed(join(target, 'song_data', letter, `TR${letter}.json.gz`), texts.join('\n'));
	}
} finally {
	await rm(workshop, {recursive: true});
}

/** The data files, sorted, without copies in hidden folders and empty files. */
async function jsonFiles(folder: string, kind: string): Promise<readonly string[]> {
	const entries = await readdir(join(folder, kind), {recursive: true, withFileTypes: true});
	const paths = entries
		.filter(entry => entry.isFile() && entry.name.endsWith('.json'))
		.map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
		.filter(path => !path.includes('/.'))
		.sort();
	const full = [];
	for (const path of paths) if ((await stat(join(folder, path))).size > 0) full.push(path);
	return full;
}

/** Compresses with gzip and a header without time and operating system. */
async function writeCompressed(path: string, content: string | Uint8Array): Promise<void> {
	const bytes = gzipSync(content, {level: 9});
	bytes.fill(0, 4, 8); // the time
	bytes[9] = 255; // the operating system: unknown
	await mkdir(dirname(path), {recursive: true});
	await writeFile(path, bytes);
}
