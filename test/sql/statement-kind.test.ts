import test from 'ava';
import {
	canUseCursor,
	firstWord,
	isRepeatable,
	isTransactionStatement,
	mayChangeTables,
	onlyReads,
} from '../../src/sql/statement-kind.js';

test('finds the first word after comments and parentheses', t => {
	t.is(firstWord('-- insert\n/* a /* b */ c */ ( (Select 1))'), 'select');
	t.is(firstWord('/* not closed'), '');
	t.is(firstWord(''), '');
});

const kinds = {isTransactionStatement, onlyReads, mayChangeTables, canUseCursor, isRepeatable};
const cases: ReadonlyArray<readonly [sql: string, ...kinds: readonly (keyof typeof kinds)[]]> = [
	['SELECT 1', 'onlyReads', 'canUseCursor', 'isRepeatable'],
	['-- begin\n(SELECT 1)', 'onlyReads', 'canUseCursor', 'isRepeatable'],
	["SELECT 'into', 'insert' -- delete", 'onlyReads', 'canUseCursor', 'isRepeatable'],
	['SELECT "into" FROM t', 'onlyReads', 'canUseCursor', 'isRepeatable'],
	["SELECT '\\' into '", 'onlyReads', 'canUseCursor', 'isRepeatable'],
	['SELECT * INTO t FROM u', 'onlyReads'],
	['/* a */ WITH a AS (SELECT 1) SELECT * FROM a', 'onlyReads', 'canUseCursor', 'isRepeatable'],
	['WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a', 'mayChangeTables'],
	[`SELECT "nextval"('s')`, 'canUseCursor', 'isRepeatable'],
	['FROM t', 'onlyReads'],
	['EXPLAIN SELECT 1', 'onlyReads', 'isRepeatable'],
	['EXPLAIN ANALYZE SELECT 1', 'onlyReads'],
	['EXPLAIN ANALYZE DELETE FROM t', 'mayChangeTables'],
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
