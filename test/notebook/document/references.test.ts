import test from 'ava';
import {UsageError} from '../../../src/errors.js';
import {expandReferences, placeOf, referencesOf} from '../../../src/notebook/document/references.js';

const cells = new Map([
	['plays', 'SELECT level, count(*) AS n FROM songplays GROUP BY level;'],
	['paid', "SELECT * FROM {{plays}} WHERE level = 'paid'"],
	['both', 'WITH x AS (SELECT 1) SELECT * FROM x CROSS JOIN {{paid}}'],
	['circle_a', 'SELECT * FROM {{circle_b}}'],
	['circle_b', 'SELECT * FROM {{circle_a}}'],
	['two', 'SELECT 1; SELECT 2'],
	['change', 'DELETE FROM users'],
	['users', 'SELECT 1 AS user_id'],
]);
const expanded = (sql: string) => expandReferences(sql, cells).sql;

test('leaves a statement without references as it is', t => {
	t.is(expanded("SELECT '{{plays}}' -- {{plays}}"), "SELECT '{{plays}}' -- {{plays}}");
	t.deepEqual(referencesOf('SELECT {a: {b: 1}}'), []);
	t.deepEqual(referencesOf('{ {plays} }'), []);
});

test('puts the cells that are needed in front, each once and after those that it needs', t => {
	t.is(
		expanded('SELECT * FROM {{paid}} a JOIN {{plays}} b USING (level)'),
		[
			'WITH plays AS (',
			'SELECT level, count(*) AS n FROM songplays GROUP BY level',
			'),',
			'paid AS (',
			"SELECT * FROM plays WHERE level = 'paid'",
			')',
			'SELECT * FROM paid a JOIN plays b USING (level)',
		].join('\n'),
	);
	t.regex(
		expanded('EXPLAIN SELECT * FROM {{plays}}'),
		/^EXPLAIN WITH plays AS \(\n[\s\S]*\n\)\nSELECT \* FROM plays$/,
	);
	t.regex(expanded('CREATE VIEW v AS SELECT * FROM {{plays}}'), /^CREATE VIEW v AS WITH plays AS/);
});

test('joins an existing WITH', t => {
	t.regex(
		expanded('WITH RECURSIVE r AS (SELECT 1) SELECT * FROM r, {{plays}}'),
		/^WITH RECURSIVE plays AS \(\n[\s\S]*\n\), r AS \(SELECT 1\) SELECT \* FROM r, plays$/,
	);
	t.regex(
		expanded('SELECT * FROM {{both}}'),
		/both AS \(\nWITH x AS \(SELECT 1\) SELECT \* FROM x CROSS JOIN paid\n\)/,
	);
});

test('finds the place of an error in the statement or in the cell that it comes from', t => {
	const sql = 'SELECT nothing FROM {{paid}} WHERE oops';
	const result = expandReferences(sql, cells);
	const place = (word: string) => placeOf(result, result.sql.lastIndexOf(word));
	t.deepEqual(place('nothing'), {offset: sql.indexOf('nothing')});
	t.deepEqual(place('oops'), {offset: sql.indexOf('oops')});
	t.deepEqual(place("'paid'"), {cell: 'paid', offset: cells.get('paid')!.indexOf("'paid'")});
	t.deepEqual(place('songplays'), {cell: 'plays', offset: cells.get('plays')!.indexOf('songplays')});
});

test('refuses unknown cells, circles, cells that are not one query, and names of tables', t => {
	const refuse = (sql: string) => t.throws(() => expanded(sql), {instanceOf: UsageError}).failure;
	t.like(refuse('SELECT * FROM {{nobody}}'), {message: 'No cell is named nobody.', sql: {offset: 14}});
	t.regex(refuse('SELECT * FROM {{nobody}}').advice!, /^Named cells: plays, paid, /);
	t.is(
		refuse('SELECT * FROM {{circle_a}}').message,
		'The cells circle_a → circle_b → circle_a refer to each other in a circle.',
	);
	t.is(refuse('SELECT * FROM {{two}}').message, 'The cell two is not one query.');
	t.is(refuse('SELECT * FROM {{change}}').message, 'The cell change is not one query.');
	t.is(
		refuse('DELETE FROM {{plays}}').message,
		'A reference to a cell needs a query: SELECT, VALUES or WITH.',
	);
	t.is(
		refuse('SELECT * FROM {{users}} JOIN users USING (user_id)').message,
		'users is the name of a cell and of a table.',
	);
});
