import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {replaceFile, writeThenRename} from '../../src/files/replace-file.js';

function freshFolder(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'replace-file-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

test('replaces a file with one that only its owner can read', t => {
	const folder = freshFolder(t);
	const file = join(folder, 'a');
	writeFileSync(file, 'old', {mode: 0o644});
	replaceFile(file, 'new');
	t.is(readFileSync(file, 'utf8'), 'new');
	t.is(statSync(file).mode & 0o777, 0o600);
	t.deepEqual(readdirSync(folder), ['a']);
});

test('keeps the file and deletes the temporary one after an error', async t => {
	const folder = freshFolder(t);
	const file = join(folder, 'a');
	writeFileSync(file, 'old');
	const written = writeThenRename(join(folder, 'b'), file, async temporary => {
		writeFileSync(temporary, 'half');
		throw new Error('broken');
	});
	await t.throwsAsync(written, {message: 'broken'});
	t.is(readFileSync(file, 'utf8'), 'old');
	t.deepEqual(readdirSync(folder), ['a']);
});
