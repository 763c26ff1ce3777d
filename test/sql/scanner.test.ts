import test from 'ava';
import {tokenize, withoutComments} from '../../src/sql/scanner.js';
import {randomFrom, randomText} from '../notebook/random.js';

/** Type and text of each token except whitespace. */
function lex(text: string): readonly string[] {
	return tokenize(text)
		.filter(({type}) => type !== 'whitespace')
		.map(({type, start, end, unterminated}) => `${type}${unterminated ? '!' : ''} ${text.slice(start, end)}`);
}

test('classifies words as keywords or names in any case', t => {
	t.deepEqual(lex('Select user_id FROM songplays'), [
		'keyword Select',
		'identifier user_id',
		'keyword FROM',
		'identifier songplays',
	]);
	t.deepEqual(lex('größe a$b _x'), ['identifier größe', 'identifier a$b', 'identifier _x']);
});

test('treats a keyword after a dot as a name', t => {
	t.deepEqual(lex('t.date'), ['identifier t', 'punctuation .', 'identifier date']);
});

test('recognizes numbers', t => {
	t.deepEqual(lex('1 1.5 .5 1e10 1.5E-3 0xFF 1_000'), [
		'number 1',
		'number 1.5',
		'number .5',
		'number 1e10',
		'number 1.5E-3',
		'number 0xFF',
		'number 1_000',
	]);
});

test('reads doubled quotes and literal backslashes in strings', t => {
	t.deepEqual(lex(`'it''s; --' 'a\\' x`), [`string 'it''s; --'`, `string 'a\\'`, 'identifier x']);
	t.deepEqual(lex(`''`), [`string ''`]);
	t.deepEqual(lex(`'two\nlines'`), [`string 'two\nlines'`]);
});

test('reads backslash escapes in E strings', t => {
	t.deepEqual(lex(`E'a\\'b' x`), [`string E'a\\'b'`, 'identifier x']);
	t.deepEqual(lex(`e'a''b\\\\' x`), [`string e'a''b\\\\'`, 'identifier x']);
	t.deepEqual(lex(`b'01' x'ff' n'a'`), [`string b'01'`, `string x'ff'`, `string n'a'`]);
});

test('ends dollar-quoted strings at their own tag', t => {
	t.deepEqual(lex(`$$a;'b$$ c`), [`string $$a;'b$$`, 'identifier c']);
	t.deepEqual(lex('$fn$ $$ ; $x$ $fn$;'), ['string $fn$ $$ ; $x$ $fn$', 'punctuation ;']);
});

test('distinguishes parameters from dollar quotes and casts', t => {
	t.deepEqual(lex('$1 $name :id ? a::int'), [
		'parameter $1',
		'parameter $name',
		'parameter :id',
		'parameter ?',
		'identifier a',
		'operator ::',
		'keyword int',
	]);
});

test('recognizes quoted names', t => {
	t.deepEqual(lex('"time" "a""b;"'), ['quoted-identifier "time"', 'quoted-identifier "a""b;"']);
});

test('recognizes line comments and nested block comments', t => {
	t.deepEqual(lex('a -- b; c\nd'), ['identifier a', 'comment -- b; c', 'identifier d']);
	t.deepEqual(lex('/* a /* b */ ; */ c'), ['comment /* a /* b */ ; */', 'identifier c']);
	t.deepEqual(lex('2*--x'), ['number 2', 'operator *', 'comment --x']);
});

test('recognizes operators and punctuation', t => {
	t.deepEqual(lex("a<=b||c->>'d'"), [
		'identifier a',
		'operator <=',
		'identifier b',
		'operator ||',
		'identifier c',
		'operator ->>',
		"string 'd'",
	]);
	t.deepEqual(lex('f(a[1]);'), [
		'identifier f',
		'punctuation (',
		'identifier a',
		'punctuation [',
		'number 1',
		'punctuation ]',
		'punctuation )',
		'punctuation ;',
	]);
});

test('flags unterminated tokens, which extend to the end of the text', t => {
	t.deepEqual(lex("a 'b; c"), ['identifier a', "string! 'b; c"]);
	t.deepEqual(lex("'it''"), ["string! 'it''"]);
	t.deepEqual(lex("E'a\\"), ["string! E'a\\"]);
	t.deepEqual(lex('"b; c'), ['quoted-identifier! "b; c']);
	t.deepEqual(lex('/* a /* b */'), ['comment! /* a /* b */']);
	t.deepEqual(lex('$x$ a $y$'), ['string! $x$ a $y$']);
});

const hardCases: ReadonlyArray<readonly [text: string, ...tokens: readonly string[]]> = [
	['/* it\'s /* "nested" */ */ a', 'comment /* it\'s /* "nested" */ */', 'identifier a'],
	['$tag$;$$;$TAG$;$tag$;', 'string $tag$;$$;$TAG$;$tag$', 'punctuation ;'],
	['a$$b $$c$$', 'identifier a$$b', 'string $$c$$'],
	['$1$2$', 'parameter $1', 'parameter $2', 'operator $'],
	["E'\\'' b", "string E'\\''", 'identifier b'],
	["namee'\\' b", 'identifier namee', "string '\\'", 'identifier b'],
	["'\\' b", "string '\\'", 'identifier b'],
	[
		'U&\'\\0061\' u&"b" u & c',
		"string U&'\\0061'",
		'quoted-identifier u&"b"',
		'identifier u',
		'operator &',
		'identifier c',
	],
	['-- a\r\nb', 'comment -- a', 'identifier b'],
	['größe 名前 _é1', 'identifier größe', 'identifier 名前', 'identifier _é1'],
	["x'1", "string! x'1"],
	['U&"a', 'quoted-identifier! U&"a'],
	["E'a\\'", "string! E'a\\'"],
	['/*/', 'comment! /*/'],
	['--', 'comment --'],
	['$é$ $e$', 'string! $é$ $e$'],
];
for (const [text, ...tokens] of hardCases) {
	test(`reads ${JSON.stringify(text)}`, t => t.deepEqual(lex(text), tokens));
}

test('reads backslash escapes in every plain string, if they are such', t => {
	const ends = (text: string) => tokenize(text, {backslashEscapes: true}).map(({end}) => end);
	t.deepEqual(ends("'a\\';' b"), [6, 7, 8]);
	t.deepEqual(ends("x'\\' b"), [4, 5, 6]);
});

test('removes comments', t => {
	t.is(withoutComments("-- a\nb/* c /* d */ */e'--'"), "b e'--'");
});

test('covers any text with contiguous tokens', t => {
	const random = randomFrom(1);
	const pieces = [
		"'",
		"''",
		"E'",
		'"',
		'$$',
		'$a$',
		'--',
		'/*',
		'*/',
		'\\',
		'\n',
		';',
		' ',
		'select',
		'1.5',
		'é',
		'日',
	];
	const more = [
		'U&',
		'/* /* */',
		'$é$',
		'BEGIN ATOMIC',
		'\r',
		'🎉',
		'\uD83C',
		'e\u0301',
		':',
		'::',
		'$1',
		'.',
		'(',
		'\0',
		'\u00A0',
		'#',
	];
	for (let round = 0; round < 3000; round++) {
		const text = randomText(random, [...pieces, ...more], 20);
		let end = 0;
		for (const token of tokenize(text)) {
			if (token.start !== end || token.end <= token.start) t.fail(JSON.stringify({text, token}));
			end = token.end;
		}
		if (end !== text.length) t.fail(JSON.stringify(text));
	}
	t.pass();
});

test('reads a long string as one token', t => {
	const text = `'${"''a".repeat(500_000)}'`;
	t.deepEqual(tokenize(text), [{type: 'string', start: 0, end: text.length}]);
});
