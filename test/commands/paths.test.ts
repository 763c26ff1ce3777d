import {join} from 'node:path';
import test from 'ava';
import {createdPaths} from '../../src/commands/paths.js';
import {configFolder} from '../config/config-folder.js';

test('lists what exists with its size, and what would exist, with the effect of deleting it', async t => {
	const folder = configFolder(t, {
		'w.duckdb': '12345',
		'w.duckdb.undo': '1',
		'w.duckdb.damaged-20260101-000000': '12',
		'sparkify-doctor-2026-01-01.json': '{}',
		'state/sparkify-tui/history/a.jsonl': '"1"\n',
		'state/sparkify-tui/history/b.jsonl': '"22"\n',
		'state/sparkify-tui/tour': 'seen',
		'config/sparkify-tui/config.ini': '[settings]\n',
	});
	const env = {XDG_STATE_HOME: join(folder, 'state'), XDG_CONFIG_HOME: join(folder, 'config')};
	const created = await createdPaths(
		{command: 'paths', databases: [join(folder, 'w.duckdb')], configFile: undefined, folder},
		env,
	);
	const lines = created
		.filter(({what}) => what !== 'Temporary files')
		.map(({what, path, content}) => {
			const size = content === undefined ? 'absent' : `${content.bytes} in ${content.files}`;
			return `${what}: ${path.replace(`${folder}/`, '')} ${size}`;
		});
	t.deepEqual(lines, [
		'Database: w.duckdb 5 in 1',
		'Undo copy: w.duckdb.undo 1 in 1',
		'Damaged database: w.duckdb.damaged-20260101-000000 2 in 1',
		'History: state/sparkify-tui/history 9 in 2',
		'Ledger of loads: state/sparkify-tui/loads absent',
		'Unsaved cells: state/sparkify-tui/notebooks absent',
		'Other state: state/sparkify-tui/tour 4 in 1',
		'Your settings: config/sparkify-tui/config.ini 11 in 1',
		'Settings of this folder: sparkify.ini absent',
		'Configuration of the warehouse: dwh.cfg absent',
		'Report of doctor --live: sparkify-doctor-2026-01-01.json 2 in 1',
	]);
	for (const {effect} of created) t.regex(effect, /[Dd]elet|Without it/);
	t.true(created.some(({what}) => what === 'Temporary files'));
});
