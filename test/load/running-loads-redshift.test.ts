import type {ExecutionContext} from 'ava';
import test from 'ava';
import {createLoadSession} from '../../src/load/create-load-session.js';
import type {LoadSession} from '../../src/load/load-session.js';
import type {Source} from '../../src/source/source.js';
import {stageIds} from '../../src/star/stages.js';
import {eventLine, songText} from '../support/data-folder.js';
import {type Stack, startStack} from '../support/redshift/test-clients.js';
import {openFixture} from '../warehouse/redshift/fixture.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

/** Five files of two events each. */
const files = Object.fromEntries(
	[1, 2, 3, 4, 5].map(day => [`log_data/${day}.json`, eventLine().repeat(2)] as const),
);

/** The plan lists the files, which the test bucket does not support. */
function listed(source: Source): Source {
	const inventory = {files: [], bytes: 0, fingerprint: '1:1:00', skipped: [], skippedCount: 0};
	return {...source, inventory: async () => inventory};
}

/** A session while another session's COPY hangs after two of the five files. */
async function besideCopy(t: ExecutionContext) {
	const {redshift, warehouse, source, other} = await openFixture(t, stack, files);
	const session = createLoadSession({warehouse, source: listed(source), maxErrors: 0, ledger: false});
	t.is((await session.run('connect')).type, 'done');
	redshift.faults.holdAfterFiles = 2;
	const copying = other
		.rows(`COPY staging_events FROM '${source.locate('events')}' IAM_ROLE default JSON 'auto ignorecase'`)
		.catch((error: unknown) => error);
	await untilRunning(session);
	return {redshift, session, copying, other};
}

async function untilRunning(session: LoadSession): Promise<void> {
	for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
		const {running} = await session.plan('stage-events');
		if (running?.[0]?.progress.files === 2) return;
	}
	throw new Error('The other load did not begin.');
}

test("loads nothing during another session's COPY; the plan shows its rows once it ends", async t => {
	const {redshift, session, copying} = await besideCopy(t);
	const status = await session.run('stage-events');
	t.regex(
		status.type === 'failed' ? status.failure.message : '',
		/^Session \d+ has been loading staging_events since [-:\d ]+ UTC: 2 of 5 files, \d rows\.$/,
	);
	const wait = session.waitForLoads('stage-events');
	redshift.faults.release();
	await wait;
	await copying;
	const plan = session.state.plans['stage-events'];
	t.is(plan?.running, undefined);
	t.deepEqual(plan?.destroys, [{table: 'staging_events', rows: 10}]);
	t.is(plan?.waitOutcome, 'Other loads ended: staging_events holds 10 rows, 0 before.');
	t.like(await session.run('stage-events'), {type: 'done', result: {rowsBefore: 10, rows: 10}});
});

test("cancels another session's COPY and runs the stage", async t => {
	const {session, copying, redshift} = await besideCopy(t);
	await session.endLoads('stage-events');
	t.regex(String(await copying), /cancelled on user's request/);
	const plan = session.state.plans['stage-events'];
	t.is(plan?.running, undefined);
	t.deepEqual(plan?.destroys, []);
	redshift.faults.clear();
	t.like(await session.run('stage-events'), {type: 'done', result: {rowsBefore: 0, rows: 10}});
});

test('fails when the connection is lost in COPY, then plans and runs over a new one', async t => {
	const {redshift, warehouse, source} = await openFixture(t, stack, files);
	const session = createLoadSession({warehouse, source: listed(source), maxErrors: 0, ledger: false});
	await session.run('connect');
	redshift.faults.cutAfterFiles = 2;
	t.like(await session.run('stage-events'), {type: 'failed', failure: {lost: true}});
	redshift.faults.clear();
	await session.waitForLoads('stage-events');
	t.deepEqual(session.state.plans['stage-events']?.destroys, []);
	t.like(await session.run('stage-events'), {type: 'done', result: {rows: 10}});
});

const twoFiles = {'log_data/1.json': eventLine().repeat(2), 'song_data/1.json': songText()};

test('finds out after reconnecting that a stage was committed whose connection was lost in COMMIT', async t => {
	const {redshift, warehouse, source} = await openFixture(t, stack, twoFiles);
	const session = createLoadSession({warehouse, source, maxErrors: 0, ledger: false});
	await session.run('connect');
	for (const stage of stageIds.slice(1)) {
		redshift.faults.cutInCommit = true;
		session.onEvent(({type}) => {
			if (type === 'stage-finished' || type === 'stage-failed') redshift.faults.cutInCommit = false;
		});
		const status = await session.run(stage);
		// verify changes nothing, so it only has to run again.
		t.is(status.type, stage === 'verify' ? 'failed' : 'done', stage);
	}
	redshift.faults.clear();
	t.like(await session.run('verify'), {type: 'done'});
	t.is(session.state.counts.staging_events, 2);
});
