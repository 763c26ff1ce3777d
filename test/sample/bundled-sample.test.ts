import {execFile} from 'node:child_process';
import {readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {gunzipSync} from 'node:zlib';
import test from 'ava';
import {filesBelow, freshPath} from './read-data.js';

const sample = 'sample';
const packed = (folder: string) => filesBelow(folder).filter(path => path.endsWith('.gz'));
const unpack = (folder: string, path: string) =>
	gunzipSync(readFileSync(join(folder, path))).toString('utf8');

test('matches the output of the script', async t => {
	const made = freshPath();
	await promisify(execFile)(process.execPath, ['--import=tsx', 'scripts/make-sample.ts', made]);
	t.deepEqual(packed(sample), packed(made));
	// Compare uncompressed data: zlib versions may compress the same text differently.
	for (const path of packed(sample)) t.true(unpack(sample, path) === unpack(made, path), path);
});

test('is small and has the contents described in its README', t => {
	const files = packed(sample);
	t.is(files.length, 34);
	for (let day = 1; day <= 30; day += 1)
		t.true(files.includes(`log_data/2018/11/2018-11-${String(day).padStart(2, '0')}-events.json.gz`));
	t.deepEqual(
		files.filter(path => path.startsWith('song_data/')),
		['A', 'B', 'C', 'D'].map(letter => `song_data/${letter}/TR${letter}.json.gz`),
	);
	t.true(filesBelow(sample).reduce((sum, path) => sum + statSync(join(sample, path)).size, 0) < 1_000_000);

	const count = (kind: string, pattern: RegExp) =>
		files
			.filter(path => path.startsWith(kind))
			.reduce((sum, path) => sum + [...unpack(sample, path).matchAll(pattern)].length, 0);
	t.is(count('log_data/', /^\ufeff?\{/gm), 8000);
	t.is(count('song_data/', /"song_id":/g), 1500);
});
