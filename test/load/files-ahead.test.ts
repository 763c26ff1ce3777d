import test from 'ava';
import {CancelledError, DataError} from '../../src/errors.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import {runStages} from '../../src/load/run-stages.js';
import type {Inventory, ReadOptions, RecordKind} from '../../src/source/source.js';
import {stageIds} from '../../src/star/stages.js';
import {FakeSource, FakeWarehouse} from '../support/fake-warehouse.js';

/** A source whose listings are recorded, with what had happened in the warehouse before. */
class ListedSource extends FakeSource {
	readonly listed: string[] = [];
	readonly signals: AbortSignal[] = [];
	readonly warehouse: FakeWarehouse;

	constructor(warehouse: FakeWarehouse) {
		super();
		this.warehouse = warehouse;
	}

	override async inventory(kind: RecordKind, {signal}: ReadOptions = {}): Promise<Inventory> {
		this.listed.push(`${kind} after ${this.warehouse.calls.length}`);
		if (signal !== undefined) this.signals.push(signal);
		return super.inventory(kind);
	}
}

function open() {
	const warehouse = new FakeWarehouse();
	const source = new ListedSource(warehouse);
	const session = createLoadSession({warehouse, source, maxErrors: 0, ledger: false});
	const {signal} = new AbortController();
	return {warehouse, source, session, signal};
}

test('lists the files once, before anything else, in a load that asks nothing', async t => {
	const {source, session, signal} = open();
	t.is((await runStages(session, {stages: stageIds, signal})).end, 'completed');
	t.deepEqual(source.listed, ['events after 0', 'songs after 0']);
});

test('lists the files after the question in a load that asks', async t => {
	const {source, session, signal} = open();
	await runStages(session, {stages: ['connect', 'stage-songs'], signal});
	t.deepEqual(source.listed, []);
	let asked = 0;
	await runStages(session, {
		stages: ['connect', 'drop-tables', 'create-tables', 'stage-songs'],
		decide({stage}) {
			if (stage === 'drop-tables') {
				asked = source.listed.length;
				t.is(asked, 2, 'for the plan');
			}
			return stage === 'connect' || stage === 'drop-tables' ? 'run' : 'stop';
		},
		signal,
	});
	t.is(source.listed.length, asked + 2);
});

test('drops nothing if the files could not be listed while connecting', async t => {
	const {warehouse, source, session, signal} = open();
	source.inventories = {...source.inventories, songs: new DataError({message: 'No songs.'})};
	await runStages(session, {stages: ['connect', 'drop-tables', 'create-tables', 'stage-songs'], signal});
	t.like(session.state.stages['drop-tables'], {
		type: 'failed',
		failure: {message: 'No songs. Nothing was dropped.'},
	});
	t.false(warehouse.calls.some(call => call.includes('DROP')));
});

test('ends the listing if the connection fails or the load is cancelled', async t => {
	const {warehouse, source, session, signal} = open();
	warehouse.fail(/^connect$/, new DataError({message: 'No connection.'}));
	await runStages(session, {stages: ['connect', 'drop-tables', 'stage-songs'], signal});
	t.deepEqual(
		source.signals.map(({aborted}) => aborted),
		[true, true],
	);

	const cancelled = open();
	const aborter = new AbortController();
	cancelled.source.inventory = async (_, {signal: listing} = {}) =>
		new Promise((_, reject) => {
			listing?.addEventListener('abort', () => reject(new CancelledError()));
			setTimeout(() => aborter.abort(), 20);
		});
	const tally = await runStages(cancelled.session, {
		stages: ['connect', 'drop-tables', 'stage-songs'],
		signal: aborter.signal,
	});
	t.like(tally, {done: 1, end: 'interrupted'});
});
