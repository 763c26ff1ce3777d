import {spawnSync} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {UsageError} from '../../../src/errors.js';
import type {Cell, OpenedCell} from '../../../src/notebook/document/document.js';
import {type OpenNotebook, openNotebook} from '../../../src/notebook/files/open-notebook.js';

async function setUp(t: ExecutionContext) {
	const folder = await mkdtemp(join(tmpdir(), 'notebook-'));
	t.teardown(async () => rm(folder, {recursive: true, force: true}));
	const env = {XDG_STATE_HOME: join(folder, 'state'), LOCALAPPDATA: join(folder, 'state')};
	const autosaves = join(folder, 'state', 'sparkify-tui', 'notebooks');
	const file = join(folder, 'a.sparkify.md');
	const open = async (path: string | undefined = file) => openNotebook(path, {env, autosaveMs: 20});
	return {folder, autosaves, file, open};
}

/** The cells that a session makes of the opened ones, with an input. */
function sessionOf(notebook: OpenNotebook): Cell[] {
	const cells = notebook.cells.map((cell, id) => cellOf(id, cell));
	notebook.cellsOpened(cells.map(({id}) => id));
	return [...cells, cellOf(99, {kind: 'sql', text: ''})];
}

function cellOf(id: number, cell: OpenedCell): Cell {
	return {state: 'idle', isFolded: false, ...cell, id} as Cell;
}

const text = '# A\n```sql name=a other\nSELECT 1\n```\n';
const edited = (cells: readonly Cell[], sql = 'SELECT 2') =>
	cells.map(cell => (cell.id === 1 ? {...cell, text: sql} : cell));

/** Makes the autosaves look as if their process had died. */
async function kill(autosaves: string): Promise<void> {
	const {pid} = spawnSync(process.execPath, ['-e', '']);
	for (const name of await readdir(autosaves)) {
		const path = join(autosaves, name);
		const entry = JSON.parse(await readFile(path, 'utf8'));
		await writeFile(path, JSON.stringify({...entry, pid}));
	}
}

test('opens, edits and saves a file; keeps its mode and follows a link', async t => {
	const {folder, file, open} = await setUp(t);
	await writeFile(file, text);
	await chmod(file, 0o640);
	const link = join(folder, 'link.md');
	await symlink(file, link);
	const notebook = await open(link);
	t.is(notebook.file, file);
	t.deepEqual(notebook.cells, [
		{kind: 'markdown', text: '# A'},
		{kind: 'sql', text: 'SELECT 1', name: 'a'},
	]);
	const cells = sessionOf(notebook);
	t.false(notebook.isDirty(cells));
	t.true(notebook.isDirty(edited(cells)));
	t.deepEqual(await notebook.save(edited(cells)), {type: 'saved', file});
	t.false(notebook.isDirty(edited(cells)));
	t.is(await readFile(file, 'utf8'), '# A\n\n```sql name=a other\nSELECT 2\n```\n');
	t.is((await stat(file)).mode & 0o777, 0o640);
	t.deepEqual((await readdir(folder)).toSorted(), ['a.sparkify.md', 'link.md', 'state']);
	t.deepEqual(await notebook.save(cells), {type: 'saved', file}, 'saved twice');
	t.is(await readFile(file, 'utf8'), text);
});

test('creates a missing file when it is saved', async t => {
	const {folder, file, open} = await setUp(t);
	const notebook = await open();
	t.deepEqual(notebook.cells, []);
	await t.throwsAsync(readFile(file));
	t.like(await notebook.save([cellOf(1, {kind: 'sql', text: 'SELECT 1;'})]), {type: 'saved'});
	t.is(await readFile(file, 'utf8'), '```sql\nSELECT 1;\n```\n');
	await t.throwsAsync(open(join(folder, 'no', 'x.md')), {
		instanceOf: UsageError,
		message: /^The folder of .*x\.md does not exist\.$/,
	});
	await t.throwsAsync(open(folder), {instanceOf: UsageError, message: /is a folder\.$/});
	const latin = join(folder, 'latin.md');
	await writeFile(latin, Buffer.from([0x23, 0xe9]));
	await t.throwsAsync(open(latin), {instanceOf: UsageError, message: /is not UTF-8 text\.$/});
});

test('does not overwrite what another program wrote, unless told to', async t => {
	const {file, open} = await setUp(t);
	await writeFile(file, text);
	const notebook = await open();
	const cells = sessionOf(notebook);
	await writeFile(file, 'other');
	t.deepEqual(await notebook.save(edited(cells)), {type: 'changed-on-disk', file});
	t.is(await readFile(file, 'utf8'), 'other');
	t.deepEqual(await notebook.reload(), [{kind: 'markdown', text: 'other'}]);
	const reloaded = sessionOf(notebook);
	t.false(notebook.isDirty(reloaded));
	await writeFile(file, 'another');
	t.like(await notebook.save(reloaded, {overwrites: true}), {type: 'saved'});
	t.is(await readFile(file, 'utf8'), 'other');
});

test('saves under another name, which it then has', async t => {
	const {folder, file, open} = await setUp(t);
	await writeFile(file, text);
	const notebook = await open();
	const cells = sessionOf(notebook);
	const other = join(folder, 'b.md');
	await writeFile(other, 'mine');
	t.deepEqual(await notebook.saveAs(other, cells), {type: 'exists', file: other});
	t.is(await readFile(other, 'utf8'), 'mine');
	t.like(await notebook.saveAs(other, cells, {overwrites: true}), {type: 'saved', file: other});
	t.is(await readFile(other, 'utf8'), text);
	t.like(await notebook.saveAs(join(folder, 'c'), edited(cells)), {file: join(folder, 'c.sparkify.md')});
	t.is(notebook.file, join(folder, 'c.sparkify.md'));
	await t.throwsAsync(notebook.saveAs(' ', cells), {
		instanceOf: UsageError,
		message: 'A notebook needs a name.',
	});
	t.is(await readFile(other, 'utf8'), text);
});

test('saves outputs on request, and keeps them up to date from then on', async t => {
	const {file, open} = await setUp(t);
	await writeFile(file, text);
	const notebook = await open();
	const run = (value: string): Partial<Cell> => ({
		run: {
			state: 'done',
			startedAt: 0,
			ms: 1,
			outputs: [
				{
					type: 'result',
					sql: '',
					notices: [],
					ms: 1,
					columns: [{name: 'a', type: 'text', databaseType: 'text'}] as never,
					rows: [[value]],
					isComplete: true,
				},
			],
		},
	});
	const cells = sessionOf(notebook).map(cell => (cell.id === 1 ? {...cell, ...run('x|<b>\ny')} : cell));
	await notebook.save(cells);
	t.is(await readFile(file, 'utf8'), text);
	t.false(notebook.savesOutputs);
	notebook.savesOutputs = true;
	await notebook.save(cells);
	const withOutput = (row: string) =>
		`${text}\n<!-- sparkify:output a -->\n\n| a |\n| --- |\n| ${row} |\n\n*1 row*\n\n<!-- /sparkify:output -->\n`;
	t.is(await readFile(file, 'utf8'), withOutput('x\\|\\<b><br>y'));
	const again = await open();
	t.is(again.cells.length, 2);
	const later = sessionOf(again);
	t.like(await again.save(edited(later)), {type: 'open-elsewhere', pid: process.pid});
	notebook.close(cells, {keepsChanges: false});
	await again.save(later);
	t.is(await readFile(file, 'utf8'), withOutput('x\\|\\<b><br>y'), 'kept');
	await again.save(later.map(cell => (cell.id === 1 ? {...cell, ...run('new')} : cell)));
	t.is(await readFile(file, 'utf8'), withOutput('new'), 'replaced');
	t.true(again.savesOutputs);
	again.savesOutputs = false;
	await again.save(later);
	t.is(await readFile(file, 'utf8'), text, 'removed');
});

test('autosaves unsaved cells, which can be recovered when the process has died', async t => {
	const {autosaves, file, open} = await setUp(t);
	await writeFile(file, text);
	const notebook = await open();
	const cells = sessionOf(notebook);
	notebook.changed(edited(cells, 'SELECT 2'));
	notebook.changed(edited(cells, 'SELECT 3'));
	await sleep(100);
	const [name] = await readdir(autosaves);
	t.is((await stat(join(autosaves, name!))).mode & 0o777, 0o600);
	t.is((await stat(autosaves)).mode & 0o777, 0o700);
	const copy = await open();
	t.is(copy.openElsewhere, process.pid);
	t.deepEqual(copy.recoveries, [], 'its process lives');
	copy.close([], {keepsChanges: false});

	await kill(autosaves);
	const later = await open();
	t.is(later.openElsewhere, undefined);
	const [recovery] = later.recoveries;
	t.true(Math.abs(Date.now() - recovery!.savedAt) < 60_000);
	t.deepEqual(later.cells.at(-1)?.text, 'SELECT 1');
	t.deepEqual(later.recover(recovery!), [
		{kind: 'markdown', text: '# A'},
		{kind: 'sql', text: 'SELECT 3', name: 'a'},
	]);
	t.deepEqual(later.recoveries, []);
	const recovered = sessionOf(later);
	t.true(later.isDirty(recovered));
	const saving = later.save(recovered);
	later.changed(edited(recovered, 'SELECT 4'));
	t.like(await saving, {type: 'saved'});
	t.is(await readFile(file, 'utf8'), '# A\n\n```sql name=a other\nSELECT 3\n```\n');
	await sleep(100);
	t.regex(await readFile(join(autosaves, (await readdir(autosaves))[0]!), 'utf8'), /SELECT 4/);
	later.close(recovered, {keepsChanges: false});
	later.changed(edited(recovered));
	await sleep(50);
	t.deepEqual(await readdir(autosaves), []);
});

test('asks before it saves recovered cells over a file that changed after the autosave', async t => {
	const {autosaves, file, open} = await setUp(t);
	await writeFile(file, text);
	const notebook = await open();
	notebook.close(edited(sessionOf(notebook)), {keepsChanges: true});
	await kill(autosaves);
	await writeFile(file, 'other');
	const later = await open();
	later.recover(later.recoveries[0]!);
	const cells = sessionOf(later);
	t.is(cells[1]?.text, 'SELECT 2');
	t.like(await later.save(cells), {type: 'changed-on-disk'});
});

test('never autosaves a statement with a secret, and recovers it from the file', async t => {
	const {autosaves, file, open} = await setUp(t);
	const secret = "SELECT 1;\nCREATE USER u PASSWORD 'hunter2';\nSELECT 3";
	await writeFile(file, `A\n\n\`\`\`sql\n${secret}\n\`\`\`\n`);
	const notebook = await open();
	const input = cellOf(100, {kind: 'sql', text: secret.replace('hunter2', 'hunter3')});
	const [prose, cell, blank] = sessionOf(notebook);
	await notebook.save([cell!, prose!, blank!]);
	notebook.close([cell!, prose!, blank!, input], {keepsChanges: true});
	const [name] = await readdir(autosaves);
	t.notRegex(await readFile(join(autosaves, name!), 'utf8'), /hunter/);
	await kill(autosaves);
	const later = await open();
	t.deepEqual(
		later.recover(later.recoveries[0]!).map(cell => cell.text),
		[secret, 'A', '', 'SELECT 1;\n-- A statement that may contain a secret was not autosaved.\n;\nSELECT 3'],
	);
});

test('keeps the cells of a session without a file for the next start', async t => {
	const {folder, autosaves, open} = await setUp(t);
	const unnamed = async () =>
		openNotebook(undefined, {
			env: {XDG_STATE_HOME: join(folder, 'state'), LOCALAPPDATA: join(folder, 'state')},
		});
	const notebook = await unnamed();
	t.deepEqual(await notebook.save([]), {type: 'unnamed'});
	notebook.close([cellOf(1, {kind: 'sql', text: ' '})], {keepsChanges: false});
	await mkdir(autosaves, {recursive: true});
	t.deepEqual(await readdir(autosaves), [], 'nothing to keep');
	for (let number = 1; number <= 7; number++) {
		const session = await unnamed();
		session.close([cellOf(1, {kind: 'sql', text: `SELECT ${number}`})], {keepsChanges: false});
		await sleep(2);
	}
	t.deepEqual((await unnamed()).recoveries, [], 'the process lives');
	await kill(autosaves);
	await writeFile(join(autosaves, `session-${randomUUID()}.json`), 'not JSON');
	const next = await unnamed();
	t.deepEqual(
		next.recoveries.map(({cells}) => cells[0]?.text),
		['SELECT 7', 'SELECT 6', 'SELECT 5', 'SELECT 4', 'SELECT 3'],
	);
	next.discard(next.recoveries[1]!);
	const cells = next.recover(next.recoveries[0]!);
	t.deepEqual(cells, [{kind: 'sql', text: 'SELECT 7'}]);
	t.is(next.recoveries.length, 3);
	const file = join(folder, 'named.md');
	t.like(await next.saveAs(file, sessionOf(next)), {type: 'saved'});
	t.is(await readFile(file, 'utf8'), '```sql\nSELECT 7\n```\n');
	t.is((await open(file)).openElsewhere, process.pid);
});
