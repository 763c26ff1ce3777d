import {cpSync, renameSync, rmSync, utimesSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {listFiles} from '../../src/source/local/list-files.js';
import {LocalSource} from '../../src/source/local/local-source.js';
import {openSource} from '../../src/source/open-source.js';
import {createDataFolder, type DataFolder, type Files} from '../support/data-folder.js';
import {s3Source, startBucket} from './s3-fixture.js';

const files: Files = {
	'log_data/2018/a.json': 'one',
	'log_data/2018/b.json': 'two',
	'log_data/c.json': 'three',
};

function folderOf(t: ExecutionContext): DataFolder & {at(name: string): string; fingerprint(): string} {
	const folder = createDataFolder(files);
	t.teardown(() => folder.remove());
	const root = join(folder.path, 'log_data');
	for (const name of Object.keys(files)) utimesSync(join(folder.path, name), 1.5e9, 1.5e9);
	return {
		...folder,
		at: name => join(root, name),
		fingerprint: () => listFiles(root, 'log_data').fingerprint,
	};
}

test('starts with the number of files and bytes, and is short', t => {
	t.regex(folderOf(t).fingerprint(), /^3:11:[0-9a-f]{32}$/);
});

test('does not depend on the name of the folder', t => {
	const [folder, other] = [folderOf(t), folderOf(t)];
	t.is(folder.fingerprint(), other.fingerprint());
	renameSync(join(other.path, 'log_data'), join(other.path, 'events'));
	t.is(folder.fingerprint(), listFiles(join(other.path, 'events'), 'events').fingerprint);
});

test('changes with every change except to skipped files', t => {
	const folder = folderOf(t);
	const before = folder.fingerprint();
	folder.write({'log_data/.DS_Store': 'x', 'log_data/note.txt': 'x', 'log_data/empty.json': ''});
	t.is(folder.fingerprint(), before);

	const seen = new Set([before]);
	const changes: readonly (() => void)[] = [
		() => utimesSync(folder.at('c.json'), 1.5e9, 1.5e9 + 1),
		() => folder.write({'log_data/c.json': 'four!'}),
		() => renameSync(folder.at('2018/b.json'), folder.at('2018/bb.json')),
		() => renameSync(folder.at('2018/bb.json'), folder.at('bb.json')),
		() => folder.write({'log_data/d.json': 'x'}),
		() => rmSync(folder.at('2018/a.json')),
	];
	for (const change of changes) {
		change();
		seen.add(folder.fingerprint());
	}
	t.is(seen.size, 1 + changes.length);
});

test('ignores modification times and depends on the version for a release', async t => {
	const folder = folderOf(t);
	const fingerprint = async (version: string) => {
		const source = new LocalSource(folder.path, 'sample', undefined, () => version);
		return (await source.inventory('events')).fingerprint;
	};
	const before = await fingerprint('1.0.0');
	utimesSync(folder.at('c.json'), 1.6e9, 1.6e9);
	t.is(await fingerprint('1.0.0'), before);
	t.not(await fingerprint('1.0.1'), before);
});

test('equals that of a copy of the bundled sample only with the same version', async t => {
	const {fingerprint} = await openSource({data: undefined, source: undefined}).inventory('songs');
	const folder = folderOf(t);
	cpSync('sample/song_data', join(folder.path, 'song_data'), {recursive: true});
	const copy = listFiles(join(folder.path, 'song_data'), 'song_data').fingerprint;
	t.not(copy, fingerprint);
	t.is(copy.slice(0, copy.lastIndexOf(':')), fingerprint.slice(0, fingerprint.lastIndexOf(':')));
});

test.serial('covers keys, sizes and ETags of a bucket for any page size', async t => {
	const fingerprint = async (pageSize: number, last: string) => {
		const {bucket} = await startBucket(t, {pageSize});
		for (const [key, text] of Object.entries({...files, 'log_data/c.json': last})) bucket.put(key, text);
		return (await s3Source('s3://music/log_data/').inventory('events')).fingerprint;
	};
	const before = await fingerprint(1000, 'three');
	t.regex(before, /^3:11:[0-9a-f]{32}$/);
	t.is(await fingerprint(1, 'three'), before);
	t.not(await fingerprint(1000, 'four!'), before);
});
