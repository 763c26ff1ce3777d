import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	cpSync,
	mkdirSync,
	renameSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {DataError} from '../../src/errors.js';
import {listFiles} from '../../src/source/local/list-files.js';
import {LocalSource} from '../../src/source/local/local-source.js';
import {openSource} from '../../src/source/open-source.js';
import {FileList, fileAt, packFiles} from '../../src/source/threads/file-list.js';
import {createDataFolder, type DataFolder, type Files} from '../support/data-folder.js';
import {s3Source, startBucket} from './s3-fixture.js';

function list(t: ExecutionContext, files: Files, prepare: (folder: string) => void = () => {}) {
	const folder = createDataFolder(files);
	t.teardown(() => folder.remove());
	const root = join(folder.path, 'log_data');
	mkdirSync(root, {recursive: true});
	prepare(root);
	return listFiles(root, 'log_data');
}

const paths = (inventory: ReturnType<typeof listFiles>) => inventory.files.map(({path}) => path);

test('lists files with sizes, sorted by path, in all folders', t => {
	const {files, bytes, skipped, skippedCount} = list(t, {
		'log_data/2018/12/2018-12-01-events.json': 'three',
		'log_data/2018/11/2018-11-02-events.json': 'fo',
		'log_data/2018/11/2018-11-01-events.json': 'x',
		'log_data/a.json': '1234',
		'log_data/B.json': '12345',
		'log_data/deep/er/and/deeper/still.json': '{}',
	});
	t.deepEqual(files, [
		{path: 'log_data/2018/11/2018-11-01-events.json', bytes: 1},
		{path: 'log_data/2018/11/2018-11-02-events.json', bytes: 2},
		{path: 'log_data/2018/12/2018-12-01-events.json', bytes: 5},
		{path: 'log_data/B.json', bytes: 5},
		{path: 'log_data/a.json', bytes: 4},
		{path: 'log_data/deep/er/and/deeper/still.json', bytes: 2},
	]);
	t.is(bytes, 1 + 2 + 5 + 5 + 4 + 2);
	t.deepEqual(skipped, []);
	t.is(skippedCount, 0);
});

test('accepts .json, .gz and .zst in any case', t => {
	const inventory = list(t, {
		'log_data/a.json': 'x',
		'log_data/b.json.gz': 'x',
		'log_data/c.json.zst': 'x',
		'log_data/d.JSON': 'x',
		'log_data/e.gz': 'x',
		'log_data/f f.json': 'x',
		'log_data/gé.json': 'x',
	});
	t.deepEqual(
		paths(inventory),
		['a.json', 'b.json.gz', 'c.json.zst', 'd.JSON', 'e.gz', 'f f.json', 'gé.json'].map(
			name => `log_data/${name}`,
		),
	);
});

test('skips everything else and lists it with the reason', t => {
	const inventory = list(t, {
		'log_data/.DS_Store': 'x',
		'log_data/.hidden.json': 'x',
		'log_data/.ipynb_checkpoints/2018-11-01-events.json': 'x',
		'log_data/.ipynb_checkpoints/2018-11-02-events.json': 'x',
		'log_data/2018/.git/a.json': 'x',
		'log_data/2018/empty.json': '',
		'log_data/2018/README.md': 'x',
		'log_data/2018/a.json.bak': 'x',
		'log_data/2018/a.jsonl': 'x',
		'log_data/2018/json': 'x',
		'log_data/2018/archive.tar.gz': 'x',
		'log_data/2018/good.json': 'x',
	});
	t.deepEqual(paths(inventory), ['log_data/2018/good.json']);
	t.is(inventory.bytes, 1);
	t.deepEqual(inventory.skipped.map(({path, reason}) => `${path}: ${reason}`).sort(), [
		'log_data/.DS_Store: hidden',
		'log_data/.hidden.json: hidden',
		// A skipped folder counts as one entry: its contents are not listed.
		'log_data/.ipynb_checkpoints: hidden',
		'log_data/2018/.git: hidden',
		'log_data/2018/README.md: not .json, .gz or .zst',
		'log_data/2018/a.json.bak: not .json, .gz or .zst',
		'log_data/2018/a.jsonl: not .json, .gz or .zst',
		// Archives of several files are not supported.
		'log_data/2018/archive.tar.gz: not .json, .gz or .zst',
		'log_data/2018/empty.json: empty',
		'log_data/2018/json: not .json, .gz or .zst',
	]);
	t.is(inventory.skippedCount, 10);
});

test('lists the first hundred skipped files and counts all', t => {
	const inventory = list(
		t,
		Object.fromEntries(Array.from({length: 150}, (_, index) => [`log_data/${index}.txt`, 'x'])),
	);
	t.is(inventory.skipped.length, 100);
	t.is(inventory.skippedCount, 150);
	t.deepEqual(inventory.files, []);
});

test('returns an empty inventory for an empty folder', t => {
	t.like(
		list(t, {}, root => mkdirSync(join(root, 'sub', 'folder'), {recursive: true})),
		{
			files: [],
			versions: [],
			bytes: 0,
			compressions: {},
			fingerprint: '0:0:e3b0c44298fc1c149afbf4c8996fb924',
			skipped: [],
			skippedCount: 0,
		},
	);
});

test('treats a folder named like a file as a folder', t => {
	t.deepEqual(paths(list(t, {'log_data/day.json/a.json': 'x'})), ['log_data/day.json/a.json']);
});

test('follows links to files and folders', t => {
	const elsewhere = createDataFolder({'log_data/day.json': '12', 'log_data/note.txt': 'x'});
	t.teardown(() => elsewhere.remove());
	const target = join(elsewhere.path, 'log_data');
	const inventory = list(t, {'log_data/a.json': 'x'}, root => {
		symlinkSync(target, join(root, 'linked'));
		symlinkSync(join(target, 'day.json'), join(root, 'one.json'));
		symlinkSync(join(target, 'note.txt'), join(root, 'note.txt'));
	});
	t.deepEqual(inventory.files, [
		{path: 'log_data/a.json', bytes: 1},
		{path: 'log_data/linked/day.json', bytes: 2},
		{path: 'log_data/one.json', bytes: 2},
	]);
	t.deepEqual(inventory.skipped.map(({path}) => path).sort(), [
		'log_data/linked/note.txt',
		'log_data/note.txt',
	]);
});

test('skips a broken link', t => {
	const inventory = list(t, {'log_data/a.json': 'x'}, root => {
		symlinkSync(join(root, 'gone.json'), join(root, 'dangling.json'));
	});
	t.deepEqual(paths(inventory), ['log_data/a.json']);
	t.deepEqual(inventory.skipped, [{path: 'log_data/dangling.json', reason: 'a broken link'}]);
});

test('skips a link to itself', t => {
	const inventory = list(t, {'log_data/a.json': 'x'}, root =>
		symlinkSync('self.json', join(root, 'self.json')),
	);
	t.deepEqual(paths(inventory), ['log_data/a.json']);
	t.is(inventory.skippedCount, 1);
});

test('lists each file once if a link forms a cycle', t => {
	const inventory = list(t, {'log_data/a.json': 'x', 'log_data/2018/b.json': 'x'}, root => {
		symlinkSync('..', join(root, '2018', 'up'));
		symlinkSync('.', join(root, 'here'));
	});
	t.deepEqual(paths(inventory), ['log_data/2018/b.json', 'log_data/a.json']);
	t.deepEqual(inventory.skipped.map(({path}) => path).sort(), ['log_data/2018/up', 'log_data/here']);
});

test('reads a folder once if several links lead to it', t => {
	const elsewhere = createDataFolder({'log_data/day.json': '12'});
	t.teardown(() => elsewhere.remove());
	const inventory = list(t, {}, root => {
		symlinkSync(join(elsewhere.path, 'log_data'), join(root, 'first'));
		symlinkSync(join(elsewhere.path, 'log_data'), join(root, 'second'));
	});
	t.is(inventory.files.length, 1);
	t.deepEqual(
		inventory.skipped.map(({reason}) => reason),
		['a link to a folder already read'],
	);
});

test('lists names that cannot be opened as skipped, and adds a note', t => {
	const inventory = list(t, {'log_data/a.json': 'x'}, root => {
		const raw = (...bytes: number[]) => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(bytes)]);
		const json = [...Buffer.from('.json')];
		writeFileSync(raw(0x63, 0x61, 0x66, 0xe9, ...json), 'x');
		writeFileSync(raw(0x63, 0x61, 0x66, 0xff, ...json), 'x');
		mkdirSync(raw(0xe9));
		// The replacement character is also valid in a name.
		writeFileSync(join(root, 'caf\ufffd.json'), 'yy');
	});
	t.deepEqual(paths(inventory), ['log_data/a.json', 'log_data/caf\ufffd.json']);
	t.is(inventory.bytes, 3);
	t.deepEqual(inventory.skipped.map(({path, reason}) => `${path}: ${reason}`).sort(), [
		'log_data/caf\ufffd.json: its name is not UTF-8',
		'log_data/caf\ufffd.json: its name is not UTF-8',
		'log_data/\ufffd: its name is not UTF-8',
	]);
	t.regex(
		inventory.notes?.join('') ?? '',
		/^Can't open log_data\/.*\ufffd.* \(its name is not UTF-8\) and 2 more\. Rename it to load it\.$/,
	);
});

test('skips a path that is too long for the system, with a note', t => {
	const inventory = list(t, {'log_data/a.json': 'x'}, root => {
		const before = process.cwd();
		process.chdir(root);
		for (let depth = 0; depth < 18; depth++) {
			const name = 'd'.repeat(240);
			mkdirSync(name);
			process.chdir(name);
		}
		writeFileSync('deep.json', 'x');
		process.chdir(before);
		t.teardown(() => execFileSync('rm', ['-rf', 'log_data'], {cwd: dirname(root)}));
	});
	t.deepEqual(paths(inventory), ['log_data/a.json']);
	t.deepEqual(
		inventory.skipped.map(({reason}) => reason),
		['its path is too long'],
	);
	t.regex(inventory.notes?.join('') ?? '', /its path is too long\)\. Rename it to load it\.$/);
});

test.serial('fails with the name of a folder or file without permission', t => {
	for (const [name, mode] of [
		['2018/11', 0o000],
		['2018/11', 0o444],
		['2018/11/a.json', 0o000],
	] as const) {
		const error = t.throws(
			() =>
				list(t, {'log_data/2018/11/a.json': 'x', 'log_data/b.json': 'x'}, root => {
					chmodSync(dirname(root), 0o755);
					chmodSync(join(root, name), mode);
					t.teardown(() => chmodSync(join(root, name), 0o755));
					// Root can read everything.
					if (process.getuid?.() !== 0) return;
					process.seteuid?.(65_534);
					t.teardown(() => process.seteuid?.(0));
				}),
			{instanceOf: DataError},
			name,
		);
		process.seteuid?.(process.getuid?.() ?? 0);
		const place = mode === 0o444 ? 'log_data/2018/11/a.json' : `log_data/${name}`;
		t.is(error?.failure.message, `You don't have permission to read ${place}.`);
		t.is(error?.failure.where, place);
		t.regex(error?.failure.advice ?? '', /chmod/);
	}
});

const listed = [
	{path: 'log_data/a.json', bytes: 12},
	{path: 'log_data/Zoë/日本 🎵.json', bytes: 5_000_000_000},
	{path: 'log_data/z.json', bytes: 1},
];

test('packed list: unpacks the packed files in order', t => {
	const list = new FileList(packFiles(listed));
	t.is(list.length, 3);
	t.deepEqual([...list], listed);
	t.deepEqual(list.at(1), listed[1]);
	t.is(list.at(3), undefined);
	t.is(list.at(-1), undefined);
});

test('packed list: does not pack a list twice', t => {
	const packed = packFiles(listed);
	t.is(packFiles(new FileList(packed)), packed);
});

test('packed list: uses memory that threads share', t => {
	const packed = packFiles(listed);
	const posted = structuredClone(packed);
	t.is(fileAt(posted, 2)?.path, 'log_data/z.json');
	posted.bytes[2] = 9;
	t.is(fileAt(packed, 2)?.bytes, 9);
});

test('packed list: packs an empty list', t => {
	t.deepEqual([...new FileList(packFiles([]))], []);
});

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

test('fingerprint: starts with the number of files and bytes, and is short', t => {
	t.regex(folderOf(t).fingerprint(), /^3:11:[0-9a-f]{32}$/);
});

test('fingerprint: does not depend on the name of the folder', t => {
	const [folder, other] = [folderOf(t), folderOf(t)];
	t.is(folder.fingerprint(), other.fingerprint());
	renameSync(join(other.path, 'log_data'), join(other.path, 'events'));
	t.is(folder.fingerprint(), listFiles(join(other.path, 'events'), 'events').fingerprint);
});

test('fingerprint: changes with every change except to skipped files', t => {
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

test('fingerprint: ignores modification times and depends on the version for a release', async t => {
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

test('fingerprint: equals that of a copy of the bundled sample only with the same version', async t => {
	const {fingerprint} = await openSource({data: undefined, source: undefined}).inventory('songs');
	const folder = folderOf(t);
	cpSync('sample/song_data', join(folder.path, 'song_data'), {recursive: true});
	const copy = listFiles(join(folder.path, 'song_data'), 'song_data').fingerprint;
	t.not(copy, fingerprint);
	t.is(copy.slice(0, copy.lastIndexOf(':')), fingerprint.slice(0, fingerprint.lastIndexOf(':')));
});

test.serial('fingerprint: covers keys, sizes and ETags of a bucket for any page size', async t => {
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
