import test from 'ava';
import {changedTables} from '../../src/sql/changed-tables.js';
import {withoutComments} from '../../src/sql/scanner.js';
import {
	isComplete,
	splitStatements,
	statementAt,
	withoutSemicolon,
	withSemicolon,
} from '../../src/sql/split-statements.js';
import {
	canUseCursor,
	firstWord,
	isDestructive,
	isRepeatable,
	isTransactionStatement,
	mayChangeTables,
	onlyReads,
} from '../../src/sql/statement-kind.js';
import {expression, literal, statement} from '../../src/sql/statements.js';
import {randomFrom, randomText} from '../notebook/random.js';

function texts(text: string): readonly string[] {
	return splitStatements(text).map(statement => statement.text);
}

test('splits at semicolons, with offsets', t => {
	t.deepEqual(splitStatements(' select 1;\nselect 2 ;'), [
		{text: 'select 1', start: 1, end: 9},
		{text: 'select 2', start: 11, end: 19},
	]);
});

test('ignores semicolons in strings, names and comments', t => {
	t.deepEqual(texts(`select ';', ";", $$;$$ -- ;\n/* ; */ from a; b`), [
		`select ';', ";", $$;$$ -- ;\n/* ; */ from a`,
		'b',
	]);
});

test('keeps comments before a statement, and drops those after it or alone', t => {
	t.deepEqual(texts('-- one\nselect 1 -- end\n; -- two'), ['-- one\nselect 1']);
	t.deepEqual(texts('-- only a comment'), []);
	t.deepEqual(texts(';;  ; /* x */ ;'), []);
	t.deepEqual(texts(''), []);
});

test('extends an unterminated statement to the end of the text', t => {
	t.deepEqual(texts("select 'a; b"), ["select 'a; b"]);
});

test('statementAt: finds the statement at the cursor, including after its semicolon on the same line', t => {
	const text = 'select 1;  \n\nselect 2';
	t.is(statementAt(text, 0)?.text, 'select 1');
	t.is(statementAt(text, 9)?.text, 'select 1');
	t.is(statementAt(text, 11)?.text, 'select 1');
	t.is(statementAt(text, 12)?.text, 'select 2');
	t.is(statementAt(text, text.length)?.text, 'select 2');
});

test('statementAt: separates two statements on one line at the semicolon', t => {
	const text = 'select 1; select 2;';
	t.is(statementAt(text, 9)?.text, 'select 1');
	t.is(statementAt(text, 10)?.text, 'select 2');
	t.deepEqual(statementAt(text, 19), {text: 'select 2', start: 10, end: 18});
});

test('statementAt: returns the last statement after it, and none in an empty text', t => {
	t.is(statementAt('select 1;\n\n\n', 12)?.text, 'select 1');
	t.is(statementAt('  -- nothing', 3), undefined);
	t.is(statementAt('', 0), undefined);
});

test('isComplete: requires a statement that ends with a semicolon', t => {
	t.true(isComplete('select 1;'));
	t.true(isComplete('select 1; \n -- done\n'));
	t.true(isComplete('select 1; select 2;'));
	t.false(isComplete('select 1'));
	t.false(isComplete('select 1; select 2'));
	t.false(isComplete("select ';"));
	t.false(isComplete('select 1 -- ;'));
	t.false(isComplete('select 1; /* not closed'));
	t.false(isComplete(';'));
	t.false(isComplete('-- a;'));
	t.false(isComplete(''));
});

test('returns offsets that match the text, in order and without overlap', t => {
	const random = randomFrom(2);
	const pieces = ["'", '"', '$$', '--', '/*', '*/', '\n', ';', ' ', 'a', 'é'];
	for (let round = 0; round < 2000; round++) {
		const text = randomText(random, pieces, 20);
		let end = 0;
		for (const statement of splitStatements(text)) {
			if (statement.start < end || text.slice(statement.start, statement.end) !== statement.text)
				t.fail(text);
			end = statement.end;
		}
	}
	t.pass();
});

test('removes the semicolons', t => {
	t.deepEqual(texts('DROP TABLE a;\nDROP TABLE b;\n'), ['DROP TABLE a', 'DROP TABLE b']);
	t.deepEqual(texts('SELECT 1'), ['SELECT 1']);
});

test('keeps a comment with the statement after it and drops parts without a statement', t => {
	t.deepEqual(texts('-- first; of two\nSELECT 1;\n\n/* second; */ SELECT 2;\n-- the end\n;;'), [
		'-- first; of two\nSELECT 1',
		'/* second; */ SELECT 2',
	]);
	t.deepEqual(texts(' \n-- nothing\n'), []);
	const ruler = `-- ${'-- '.repeat(40)}${'-'.repeat(60)}`;
	t.deepEqual(texts(`${ruler}\nSELECT 1;${ruler}`), [`${ruler}\nSELECT 1`]);
});

test('ignores semicolons in strings with backslashes, quoted names and dollar quotes', t => {
	const statements = [
		"SELECT 'it''s; one', '\\'",
		'SELECT 1 AS "a;""b"',
		"SELECT $$;'$$, $tag$ $$; $tag$",
		"SELECT '-- no comment;'",
	];
	t.deepEqual(texts(statements.join(';\n')), statements);
});

test('reads an unterminated string to the end of the script', t => {
	t.deepEqual(texts("SELECT 'open; SELECT 2"), ["SELECT 'open; SELECT 2"]);
});

const atomicBody = `CREATE FUNCTION f() RETURNS int
BEGIN ATOMIC
	SELECT CASE WHEN a THEN CASE b WHEN 1 THEN 2 END END AS end, t.end FROM t;
	SELECT 1;
END`;

/** Texts of two statements, with `|` in place of the semicolon that separates them. */
const separated: readonly string[] = [
	"SELECT 'a;b'|SELECT 2",
	"SELECT 'it''s;'|SELECT 2",
	"SELECT 'C:\\'|SELECT 2",
	"SELECT E'\\'; --'|SELECT 2",
	"SELECT e'a''b\\\\'|SELECT 2",
	"SELECT U&'d\\0061t;'|SELECT 2",
	"SELECT B'1;', X'f;', N';'|SELECT 2",
	'SELECT "a;""b"|SELECT 2',
	'SELECT U&"d\\0061;"|SELECT 2',
	'SELECT $$a;b$$|SELECT 2',
	"SELECT $fn$ $$ ; ' $$ $FN$ ; $fn$|SELECT 2",
	'SELECT $größe$;$größe$|SELECT 2',
	'SELECT a$$b|SELECT c$$d',
	'SELECT $1 + $2|SELECT 2',
	"SELECT 1 -- it's; nothing\n|SELECT 2",
	"SELECT /* a /* it's; */ ; */ 1|SELECT 2",
	'SELECT 1 -- a\r\n|\r\nSELECT 2 -- b;\r\n+ 1',
	'SELECT größe AS "日;"|SELECT 名前',
	`${atomicBody}|SELECT 2`,
	`${atomicBody.replace('CREATE', '/* ; */ create OR REPLACE').replace('BEGIN ATOMIC', 'begin /* ; */ atomic')}|SELECT 2`,
	`SELECT 1|${atomicBody}`,
	'BEGIN|SELECT CASE WHEN a THEN 1 END',
	'BEGIN TRANSACTION|END',
	'CREATE TABLE t (begin int, "atomic" int)|SELECT begin atomic',
];

for (const text of separated) {
	test(`splits only between the statements of ${JSON.stringify(text)}`, t => {
		const [first = '', second = ''] = text.split('|');
		const found = texts(`${first};${second}`);
		t.is(found.length, 2);
		t.true(first.startsWith(found[0]!));
		t.is(found[1], second.trim());
		t.true(isComplete(`${first};${second};`) || second.includes('--'));
	});
}

const unfinished = [
	"'a; b",
	"'it''",
	"E'a\\'; b",
	"U&'a; b",
	'"a; b',
	'$$a; b$',
	'$x$ a; $y$',
	'$x$; $x',
	'1 /* a; b',
	'1 /* a /* b */ ; c',
].map(text => `SELECT ${text}`);
for (const text of [
	...unfinished,
	atomicBody.replace(/END$/, ''),
	'CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;',
]) {
	test(`keeps the rest of the text in the unfinished ${JSON.stringify(text)}`, t => {
		t.is(texts(text).length, 1);
		t.false(isComplete(text));
		t.false(isComplete(`${text};`));
	});
}

test('loses no statement of any text', t => {
	const random = randomFrom(3);
	const pieces = [
		';',
		';',
		' ',
		'\r\n',
		'-- c;\n',
		'/* /* ; */ */',
		"'a;'",
		"E'\\''",
		"'\\'",
		'"b;"',
		'$$;$$',
	];
	const more = ['$t$;$$;$t$', 'a', '名', '1', 'CREATE ', 'BEGIN ATOMIC ', 'CASE ', ' END ', "'", '/*', '$u$'];
	for (let round = 0; round < 3000; round++) {
		const text = randomText(random, [...pieces, ...more], 20);
		const statements = splitStatements(text);
		const between = [...statements, {start: text.length}].map(({start}, index) =>
			text.slice(statements[index - 1]?.end ?? 0, start),
		);
		for (const gap of between) {
			if (/[^;\s]/.test(withoutComments(gap))) t.fail(JSON.stringify({text, gap}));
		}
		const joined = statements.map(statement => statement.text).join(';');
		t.deepEqual(texts(joined), texts(text), JSON.stringify(text));
	}
});

test('splits long texts in linear time', t => {
	const texts = ["'", '"', '$a$', '/*', "E'", 'CREATE FUNCTION f() BEGIN ATOMIC '].map(
		start => start + "SELECT 1; -- a\n/* $b$ \\' ".repeat(200_000),
	);
	const startedAt = performance.now();
	for (const text of texts) t.true(splitStatements(text).length <= 1);
	t.true(performance.now() - startedAt < 20_000);
});

test('adds and removes the semicolon at the end', t => {
	t.is(withSemicolon('SELECT 1\n'), 'SELECT 1;');
	t.is(withSemicolon('SELECT 1;'), 'SELECT 1;');
	t.is(withSemicolon('SELECT 1; -- end'), 'SELECT 1; -- end');
	t.is(withSemicolon('SELECT 1 -- end;'), 'SELECT 1 -- end;\n;');
	t.is(withSemicolon("SELECT ';' /* ; */"), "SELECT ';' /* ; */;");
	t.is(withoutSemicolon('SELECT 1; -- end;'), 'SELECT 1');
	t.is(withoutSemicolon("SELECT ';'"), "SELECT ';'");
	t.is(withoutSemicolon("SELECT '\\';'", {backslashEscapes: true}), "SELECT '\\';'");
});

test('finds the first word after comments and parentheses', t => {
	t.is(firstWord('-- insert\n/* a /* b */ c */ ( (Select 1))'), 'select');
	t.is(firstWord('/* not closed'), '');
	t.is(firstWord(''), '');
});

const kinds = {isDestructive, isTransactionStatement, onlyReads, mayChangeTables, canUseCursor, isRepeatable};
const cases: ReadonlyArray<readonly [sql: string, ...kinds: readonly (keyof typeof kinds)[]]> = [
	['SELECT 1', 'onlyReads', 'canUseCursor', 'isRepeatable'],
	['-- begin\n(SELECT 1)', 'onlyReads', 'canUseCursor', 'isRepeatable'],
	["SELECT 'into', 'insert' -- delete", 'onlyReads', 'canUseCursor', 'isRepeatable'],
	['SELECT "into" FROM t', 'onlyReads', 'canUseCursor', 'isRepeatable'],
	["SELECT '\\' into '", 'onlyReads', 'canUseCursor', 'isRepeatable'],
	['SELECT * INTO t FROM u', 'onlyReads'],
	['/* a */ WITH a AS (SELECT 1) SELECT * FROM a', 'onlyReads', 'canUseCursor', 'isRepeatable'],
	['WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a', 'mayChangeTables'],
	[`SELECT "nextval"('s')`, 'canUseCursor', 'isRepeatable', 'mayChangeTables'],
	['SELECT public.purge (1)', 'onlyReads', 'canUseCursor', 'isRepeatable', 'mayChangeTables'],
	[
		'SELECT count(*), CAST(sum(a) OVER (ORDER BY b) AS integer) FROM t WHERE a IN (1, 2)',
		...(['onlyReads', 'canUseCursor', 'isRepeatable'] as const),
	],
	['FROM t', 'onlyReads'],
	['EXPLAIN SELECT 1', 'onlyReads', 'isRepeatable'],
	['EXPLAIN ANALYZE SELECT 1', 'onlyReads'],
	['EXPLAIN ANALYZE DELETE FROM t', 'isDestructive', 'mayChangeTables'],
	[
		'WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a',
		'canUseCursor',
		'isDestructive',
		'isRepeatable',
		'mayChangeTables',
	],
	['SELECT t.update, "drop", update_time FROM t', 'canUseCursor', 'isRepeatable', 'mayChangeTables'],
	['INSERT INTO t SELECT 1', 'mayChangeTables'],
	['/* */ call purge()', 'isDestructive', 'mayChangeTables'],
	['-- a\nSHOW search_path', 'onlyReads', 'isRepeatable'],
	['BEGIN', 'isTransactionStatement', 'isRepeatable'],
	['/* a */ start transaction', 'isTransactionStatement', 'isRepeatable'],
	['COMMIT', 'isTransactionStatement', 'mayChangeTables'],
	['rollback -- a', 'isTransactionStatement'],
	['COPY t FROM $$a$$', 'mayChangeTables'],
	['SET a = 1'],
	[''],
];

for (const [sql, ...expected] of cases) {
	test(`recognizes the kind of ${JSON.stringify(sql)}`, t => {
		const found = Object.entries(kinds).filter(([, isKind]) => isKind(sql));
		t.deepEqual(found.map(([name]) => name).sort(), [...expected].sort());
	});
}

test('names the tables that a statement changes, if it can be told', t => {
	const changed: ReadonlyArray<readonly [sql: string, tables: readonly string[] | undefined]> = [
		["SELECT 'insert into t' FROM t FOR UPDATE", []],
		['SELECT * INTO t FROM u', undefined],
		['-- a\nINSERT INTO public."Users" (a) SELECT * FROM b', ['users']],
		['INSERT OR REPLACE INTO t VALUES (1)', ['t']],
		['UPDATE ONLY t SET a = 1 FROM u', ['t']],
		['delete from time where a', ['time']],
		['MERGE INTO a.b.t USING u ON 1', ['t']],
		['TRUNCATE t, s.u', ['t', 'u']],
		['TRUNCATE TABLE t CASCADE', undefined],
		['DROP VIEW IF EXISTS t, u;', ['t', 'u']],
		['ALTER TABLE IF EXISTS t ADD COLUMN a int, ADD COLUMN b int', ['t']],
		['CREATE OR REPLACE TEMP TABLE t AS SELECT 1', ['t']],
		['CREATE TABLE IF NOT EXISTS t (a int, b int)', ['t']],
		['CREATE INDEX i ON t (a)', []],
		["COPY t (a) FROM 'x'", ['t']],
		["COPY (SELECT * FROM t) TO 'x'", []],
		["COPY t TO 'x'", []],
		['WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a', undefined],
		['CALL purge()', undefined],
		['DROP SCHEMA s', undefined],
		['EXPLAIN DELETE FROM t', []],
		['EXPLAIN ANALYZE DELETE FROM t', undefined],
		['SET a = 1', []],
		['BEGIN', []],
	];
	for (const [sql, tables] of changed) t.deepEqual(changedTables(sql), tables, sql);
});

test('doubles quotes in a literal', t => {
	t.is(literal("it's"), "'it''s'");
	t.is(literal(9007199254740993n), '9007199254740993');
	t.is(literal(null), 'NULL');
});

test('writes an expression without backslashes, which are escapes on Redshift', t => {
	t.is(expression('plain'), "'plain'");
	t.is(expression('a\\b\\'), "replace('a~b~', '~', chr(92))");
	t.is(expression("it's ~ \\"), "replace('it''s ~ ^', '^', chr(92))");
	t.is(expression('~^| \\'), "replace('~^| \ue000', '\ue000', chr(92))");
});

test('writes the parameters of a statement as such expressions', t => {
	const sql = statement('staging/clear', {table_name: 'a\\b'});
	t.is(sql.split('\n')[0], "DELETE FROM staging_rejects WHERE table_name = replace('a~b', '~', chr(92));");
});
