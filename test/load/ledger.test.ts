import {appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import anyTest, {type TestFn} from 'ava';
import type {PipelineEvent} from '../../src/load/events.js';
import {defaultLedgerFolder, openLedger} from '../../src/load/ledger.js';
import type {StageId} from '../../src/star/stages.js';

const test = anyTest as TestFn<{folder: string}>;
test.beforeEach(async t => {
	t.context.folder = join(await mkdtemp(join(tmpdir(), 'ledger-')), 'state', 'loads');
});
test.afterEach.always(async t => {
	await rm(join(t.context.folder, '..', '..'), {recursive: true});
});

const result = {rows: 2, rowsBefore: 0, rejected: 0, summary: '2 rows'};
const finished = (stage: StageId, at = 1): PipelineEvent => ({
	type: 'stage-finished',
	stage,
	result,
	ms: 3,
	at,
});
const started: PipelineEvent = {type: 'stage-started', stage: 'connect', at: 1};

async function file(folder: string): Promise<string> {
	const names = await readdir(folder);
	return join(folder, names[0]!);
}

test('keeps events between runs, in a file readable only by its owner', async t => {
	const {folder} = t.context;
	openLedger('warehouse', folder).record(started);
	openLedger('warehouse', folder).record(finished('connect'));
	openLedger('elsewhere', folder).record(started);
	t.deepEqual(openLedger('warehouse', folder).read(), [started, finished('connect')]);
	t.deepEqual(await readdir(folder).then(names => names.length), 2);
	t.is((await stat(await file(folder))).mode & 0o777, 0o600);
	t.is((await stat(folder)).mode & 0o777, 0o700);
	t.regex(await file(folder), /\/[0-9a-f]{32}\.jsonl$/);
});

test('leaves out progress and plans', async t => {
	const ledger = openLedger('warehouse', t.context.folder);
	ledger.record({type: 'stage-progress', stage: 'connect', progress: {rows: 1}, at: 1});
	ledger.record({
		type: 'stage-planned',
		stage: 'connect',
		plan: {stage: 'connect', sql: [], reads: [], destroys: [], notes: []},
	});
	await t.throwsAsync(readdir(t.context.folder), {code: 'ENOENT'});
});

test('starts the file over when the tables are dropped', async t => {
	const ledger = openLedger('warehouse', t.context.folder);
	for (const event of [started, finished('connect'), finished('drop-tables'), finished('create-tables')])
		ledger.record(event);
	t.deepEqual(ledger.read(), [finished('drop-tables'), finished('create-tables')]);
	const path = await file(t.context.folder);
	t.is((await stat(path)).mode & 0o777, 0o600);
	t.is((await readFile(path, 'utf8')).trim().split('\n').length, 2);
});

test('skips torn, foreign and invalid lines, but not the line after a torn one', async t => {
	const {folder} = t.context;
	openLedger('warehouse', folder).record(started);
	const path = await file(folder);
	const lines = [
		'no JSON',
		'[]',
		'{"type":"stage-exploded","stage":"connect","at":1}',
		'{"type":"stage-started","stage":"no-such-stage","at":1}',
		'{"type":"stage-finished","stage":"connect","at":1,"ms":1,"result":{"rows":"2"}}',
		'{"type":"stage-finished","stage":"verify","at":1,"ms":1,"result":{"rows":1,"rowsBefore":0,"rejected":0,"summary":"","checks":[{}]}}',
		'{"type":"stage-sta',
	];
	await appendFile(path, lines.join('\n'));
	openLedger('warehouse', folder).record(finished('connect'));
	t.deepEqual(openLedger('warehouse', folder).read(), [started, finished('connect')]);
});

test('restores complete results', t => {
	const ledger = openLedger('warehouse', t.context.folder);
	const event: PipelineEvent = {
		type: 'stage-finished',
		stage: 'verify',
		result: {
			...result,
			records: 4,
			rejects: ['a.json:1 ts: no number'],
			checks: [{id: 'a', title: 'a holds', ok: true, figures: [['rows', 3]], query: 'SELECT 1'}],
		},
		ms: 5,
		at: 6,
	};
	ledger.record(event);
	t.deepEqual(ledger.read(), [event]);
});

test('ignores a ledger that cannot be written or read', async t => {
	const {folder} = t.context;
	await mkdir(join(folder, '..'), {recursive: true});
	await writeFile(folder, 'a file where the folder should be');
	const ledger = openLedger('warehouse', folder);
	t.notThrows(() => ledger.record(started));
	t.notThrows(() => ledger.record(finished('drop-tables')));
	t.deepEqual(ledger.read(), []);
});

test('is stored in XDG_STATE_HOME if that is absolute, else in ~/.local/state', t => {
	t.is(defaultLedgerFolder({XDG_STATE_HOME: '/var/state'}), '/var/state/sparkify-tui/loads');
	t.regex(defaultLedgerFolder({XDG_STATE_HOME: 'state'}), /\/\.local\/state\/sparkify-tui\/loads$/);
	t.regex(defaultLedgerFolder({}), /\/\.local\/state\/sparkify-tui\/loads$/);
});
