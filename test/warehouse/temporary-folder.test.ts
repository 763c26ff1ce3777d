import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {DataError} from '../../src/errors.js';
import {
	checkTemporaryFolder,
	createTemporaryFolder,
	removeAbandonedFolders,
	removeTemporaryFolder,
} from '../../src/warehouse/temporary-folder.js';

const base = tmpdir();

/** Sets TMPDIR to a new folder, or to a name in it. */
function useFolder(t: ExecutionContext, name = ''): string {
	const parent = mkdtempSync(join(base, 'sparkify-test-temporary-'));
	const {TMPDIR: before} = process.env;
	const folder = join(parent, name);
	process.env.TMPDIR = folder;
	t.teardown(() => {
		if (before === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = before;
		rmSync(parent, {recursive: true});
	});
	return folder;
}

/** The id of a process that has ended. */
const endedProcess = () => spawnSync(process.execPath, ['--version']).pid;

test.serial('removes the folders of processes that have ended, and no others', async t => {
	const folder = useFolder(t);
	const own = await createTemporaryFolder();
	const prefix = basename(own).slice(0, basename(own).indexOf(`-${process.pid}-`));
	const ended = endedProcess();
	const abandoned = [
		`${prefix}-${ended}-abcdef`,
		// Of an earlier process with the id of this one, as in a container that was restarted.
		`${prefix}-${process.pid}-abcdef`,
	];
	const kept = [
		basename(own),
		`${prefix}-${process.ppid}-abcdef`,
		// Process ids of another machine mean nothing here.
		`sparkify-tui-other.${hostname()}-${ended}-abcdef`,
		`sparkify-tui-${ended}`,
		`other-${ended}-abcdef`,
	];
	for (const name of [...abandoned, ...kept.slice(1)]) {
		mkdirSync(join(folder, name));
		writeFileSync(join(folder, name, '0.copy'), 'x');
	}
	const elsewhere = join(folder, 'elsewhere');
	mkdirSync(elsewhere);
	writeFileSync(join(elsewhere, 'file'), 'x');
	const link = `${prefix}-${ended}-linked`;
	symlinkSync(elsewhere, join(folder, link));

	await removeAbandonedFolders();
	t.deepEqual(readdirSync(folder).sort(), [...kept, 'elsewhere', link].sort());
	t.true(existsSync(join(elsewhere, 'file')));
	await removeTemporaryFolder(own);
	t.false(existsSync(own));
});

test.serial('accepts a writable folder with space and leaves it empty', async t => {
	const folder = useFolder(t);
	await t.notThrowsAsync(checkTemporaryFolder(1000));
	t.deepEqual(readdirSync(folder), []);
});

test.serial('names both figures if a folder has too little space', async t => {
	const folder = useFolder(t);
	const error = await t.throwsAsync(checkTemporaryFolder(1e18), {instanceOf: DataError});
	t.regex(error?.failure.message ?? '', /^The temporary folder .* has .* free; the load needs about .*B\.$/);
	t.is(error?.failure.where, folder);
	t.regex(error?.failure.advice ?? '', /TMPDIR/);
	t.deepEqual(readdirSync(folder), []);
});

test.serial('gives advice for a folder that is missing or not a folder', async t => {
	const missing = useFolder(t, 'missing');
	const none = await t.throwsAsync(checkTemporaryFolder(0), {instanceOf: DataError});
	t.is(none?.failure.message, `The temporary folder ${missing} doesn't exist.`);
	t.is(none?.failure.where, missing);
	t.is(none?.failure.advice, 'Set TMPDIR to a folder that exists and that you can write to.');
	await t.notThrowsAsync(removeAbandonedFolders());

	const file = useFolder(t, 'file');
	writeFileSync(file, 'x');
	await t.throwsAsync(createTemporaryFolder(), {message: `The temporary folder ${file} isn't a folder.`});
});

test.serial('gives advice for a folder that cannot be written to', async t => {
	// On Linux not even root can make a folder here.
	const before = process.env.TMPDIR;
	process.env.TMPDIR = existsSync('/proc/self') ? '/proc' : '/';
	t.teardown(() => {
		if (before === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = before;
	});
	const error = await t.throwsAsync(checkTemporaryFolder(0), {instanceOf: DataError});
	t.regex(error?.failure.advice ?? '', /^Set TMPDIR to a folder/);
});
