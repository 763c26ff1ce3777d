import test from 'ava';
import {createLoadSession} from '../../src/load/create-load-session.js';
import {stageIds} from '../../src/star/stages.js';
import {eventLine, songText} from '../support/data-folder.js';
import {type Stack, startStack} from '../support/redshift/test-clients.js';
import {openFixture} from '../warehouse/redshift/fixture.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

const files = {'log_data/1.json': eventLine().repeat(2), 'song_data/1.json': songText()};

test('finds out after reconnecting that a stage was committed whose connection was lost in COMMIT', async t => {
	const {redshift, warehouse, source} = await openFixture(t, stack, files);
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
