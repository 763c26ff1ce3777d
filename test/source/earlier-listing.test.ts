import {appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {DataError} from '../../src/errors.js';
import {hasNames, listFiles} from '../../src/source/local/list-files.js';
import type {Inventory} from '../../src/source/source.js';
import {createDataFolder, type DataFolder, type Files, songText} from '../support/data-folder.js';

function folderOf(t: ExecutionContext, files: Files): DataFolder {
	const folder = createDataFolder(files);
	t.teardown(() => folder.remove());
	return folder;
}

/** As many song files as it takes for an earlier listing to be used. */
const manySongs = Object.fromEntries(
	Array.from({length: 500}, (_, index) => [`song_data/${index % 10}/${index}.json`, songText()]),
);

async function rowsOf({source}: DataFolder, inventory: Inventory): Promise<number> {
	let rows = 0;
	for await (const batch of source.records('songs', inventory)) rows += batch.rows;
	return rows;
}

for (const [what, change] of [
	['a file is added', (root: string) => writeFileSync(join(root, 'A/new.json'), '{}')],
	['a folder is added', (root: string) => mkdirSync(join(root, 'A/C'))],
	['a file is removed', (root: string) => rmSync(join(root, 'A/b.json'))],
	['a file is renamed', (root: string) => renameSync(join(root, 'A/b.json'), join(root, 'A/d.json'))],
	['a file is moved', (root: string) => renameSync(join(root, 'A/b.json'), join(root, 'B/b.json'))],
	[
		'a folder takes the name of a file',
		(root: string) => {
			rmSync(join(root, 'A/b.json'));
			mkdirSync(join(root, 'A/b.json'));
		},
	],
	['the folder is removed', (root: string) => rmSync(root, {recursive: true})],
] as const) {
	test(`has other names once ${what}`, t => {
		const {path} = folderOf(t, {
			'song_data/A/a.json': '{}',
			'song_data/A/b.json': '{}',
			'song_data/B/c.json': '{}',
		});
		const root = join(path, 'song_data');
		const {names = ''} = listFiles(root, 'song_data');
		t.true(hasNames(root, names));
		change(root);
		t.false(hasNames(root, names));
	});
}

test('knows the files by their names only if nothing else decides which are listed', t => {
	const {path} = folderOf(t, {
		'song_data/a.json': '{}',
		'song_data/.hidden/x.json': '',
		'song_data/notes.txt': '',
	});
	const root = join(path, 'song_data');
	t.is(typeof listFiles(root, 'song_data').names, 'string');
	// May be filled later.
	writeFileSync(join(root, 'empty.json'), '');
	t.is(listFiles(root, 'song_data').names, undefined);
	rmSync(join(root, 'empty.json'));
	// May lead elsewhere later.
	symlinkSync(join(path, 'elsewhere'), join(root, 'link'));
	t.is(listFiles(root, 'song_data').names, undefined);
});

test('uses an earlier listing until a file appears or vanishes', async t => {
	const folder = folderOf(t, manySongs);
	const earlier = await folder.source.inventory('songs');
	t.is(await folder.source.inventory('songs', {earlier}), earlier);
	t.is(await rowsOf(folder, earlier), 500);

	folder.write({'song_data/new.json': songText()});
	const longer = await folder.source.inventory('songs', {earlier});
	t.is(longer.files.length, 501);
	t.is(await rowsOf(folder, longer), 501);

	rmSync(join(folder.path, 'song_data/3/3.json'));
	const shorter = await folder.source.inventory('songs', {earlier: longer});
	t.is(shorter.files.length, 500);
	t.is(await rowsOf(folder, shorter), 500);
	t.is(new Set([earlier, longer, shorter].map(({fingerprint}) => fingerprint)).size, 3);
});

test('fails if a file was written to since an earlier listing; a new one loads it', async t => {
	const folder = folderOf(t, manySongs);
	const earlier = await folder.source.inventory('songs');
	appendFileSync(join(folder.path, 'song_data/3/3.json'), songText());
	const error = await t.throwsAsync(
		async () => rowsOf(folder, await folder.source.inventory('songs', {earlier})),
		{instanceOf: DataError},
	);
	t.regex(error.message, /^song_data\/3\/3\.json is longer than listed: /);
	t.is(await rowsOf(folder, await folder.source.inventory('songs')), 501);
});

test('lists few files again, so that a log that is being written to can be loaded', async t => {
	const folder = folderOf(t, {'song_data/a.json': songText()});
	const earlier = await folder.source.inventory('songs');
	appendFileSync(join(folder.path, 'song_data/a.json'), songText());
	const now = await folder.source.inventory('songs', {earlier});
	t.is(await rowsOf(folder, now), 2);
});
