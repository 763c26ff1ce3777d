import test from 'ava';
import type {PgSession} from '../../../src/warehouse/pg/session.js';
import type {CopyCommand} from '../../../src/warehouse/redshift/copy-command.js';
import {runCopy} from '../../../src/warehouse/redshift/load.js';
import {LoadErrorViews} from '../../../src/warehouse/redshift/load-errors.js';
import {SystemViews} from '../../../src/warehouse/redshift/system-views.js';

const command: CopyCommand = {
	table: 'staging_events',
	from: 's3://bucket/log_data/',
	iamRole: 'default',
	json: 'auto',
	maxError: 1001,
};

test('counts rejects in the views if COPY does not report them', async t => {
	const errors = Array.from({length: 25}, (_, at) => [
		...[7, 's3://bucket/log_data/a.json', at + 1, 'ts', 'int8', '0', 1207, 'Invalid digit', 'raw', 'x'],
	]);
	const views = new SystemViews(async sql => {
		if (!sql.includes('stl_load_errors')) return [];
		return errors.slice(0, Number(/LIMIT (\d+)/.exec(sql)?.[1]));
	});
	const main = {processId: 1, takeNotices: () => [], run: async () => 0, all: async () => [[75]]};
	const {rows, rejected, rejects} = await runCopy(
		{main: main as unknown as PgSession, since: '2018-11-30 12:00:00'},
		command,
		{views, loadErrors: new LoadErrorViews(views)},
		{maxErrors: 1000},
		10,
	);
	t.deepEqual([rows, rejected, rejects.length], [75, 25, 10]);
	t.is(rejects[9]?.line, 10);
});
