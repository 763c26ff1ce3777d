import test from 'ava';
import {isComplete, splitStatements, statementAt} from '../../src/sql/split-statements.js';
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
