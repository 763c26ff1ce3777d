import test from 'ava';
import {planScript} from '../../src/plain/plan-script.js';

test('prints the statements under their stages', t => {
	const script = planScript([
		[{id: 'connect', title: 'Connect', explain: 'Opens it.'}, []],
		[
			{id: 'drop-tables', title: 'Drop', explain: 'Drops them.'},
			['DROP TABLE a', 'DROP TABLE b;', 'DROP TABLE c -- last'],
		],
	]);
	t.is(
		script,
		`-- 1 of 2  connect: Connect
-- Opens it.

-- No SQL.


-- 2 of 2  drop-tables: Drop
-- Drops them.

DROP TABLE a;

DROP TABLE b;

DROP TABLE c -- last
;
`,
	);
});

test('wraps long explanations', t => {
	const script = planScript([[{id: 'verify', title: 'V', explain: 'word '.repeat(50)}, ['SELECT 1']]]);
	for (const line of script.split('\n'))
		t.true(line.length <= 100 && (line === '' || line === 'SELECT 1;' || line.startsWith('-- ')));
	t.is(script.match(/\bword\b/g)?.length, 50);
});
