import test from 'ava';
import {ConnectionError, StatementError} from '../../../src/errors.js';
import {SystemViews} from '../../../src/warehouse/redshift/system-views.js';

const never = async (): Promise<never> => new Promise(() => {});

test('times out a slow view, and queries it again next time', async t => {
	let given = 0;
	let asked = 0;
	const views = new SystemViews(async (_, patience) => {
		asked++;
		if (asked > 1) return [[4711]];
		patience.addEventListener('abort', () => given++);
		return never();
	}, 50);
	t.is(await views.rows('now', {}), undefined);
	t.is(given, 1);
	t.deepEqual(await views.rows('now', {}), [[4711]]);
	t.is(given, 1);
});

test('does not query a refused view again, but retries other failures', async t => {
	const errors = [
		new ConnectionError({message: 'lost', lost: true}),
		new StatementError({message: "Query (150) canceled on user's request"}),
		new StatementError({message: 'permission denied for relation stl_load_errors'}),
	];
	const views = new SystemViews(async () => {
		throw errors.shift() ?? new Error('asked once too often');
	});
	for (const left of [2, 1, 0, 0]) {
		t.is(await views.rows('now', {}), undefined);
		t.is(errors.length, left);
	}
});
