import test from 'ava';
import {parseConfig} from '../../src/config/config-file.js';
import {
	escapePercent,
	interpolate,
	printValue,
	readValue,
	splitConfig,
} from '../../src/config/config-syntax.js';

/** Entries as `key=value`, sections as `[name]`, unreadable lines as `!reason`, each with its line. */
function linesOf(text: string) {
	const {sections, unreadable} = splitConfig(text);
	const lines: Array<readonly [line: number, shown: string]> = [
		...sections.flatMap(({name, line, entries}) => [
			[line, `[${name}]`] as const,
			...entries.map(entry => [entry.line, `${entry.key}=${entry.text}`] as const),
		]),
		...unreadable.map(({reason, line}) => [line, `!${reason}`] as const),
	];
	return lines.toSorted(([a], [b]) => a - b);
}

test('takes everything after the first = or : as the value', t => {
	t.deepEqual(linesOf('[A]\nHOST=a=b\nUser = c:d\nname\t:  e  \npw==a=b=\nx: y=z'), [
		[1, '[A]'],
		[2, 'HOST=a=b'],
		[3, 'User=c:d'],
		[4, 'name=e'],
		[5, 'pw==a=b='],
		[6, 'x=y=z'],
	]);
});

test('recognizes comments at the start of a line only', t => {
	t.deepEqual(linesOf('# a\n; b\n  # c\n[A] # d\nk=x # y\n   ; e\nl=#z;\nm=a;b#c'), [
		[4, '[A]'],
		[5, 'k=x # y'],
		[7, 'l=#z;'],
		[8, 'm=a;b#c'],
	]);
});

test('preserves quotes, backslashes, percent signs and words', t => {
	t.deepEqual(linesOf('[A]\na="b c"\nd=\'e\'\nf=\\;g\\\\n\nh=true\ni=null\nj=\nk=100%%\nl=[m]'), [
		[1, '[A]'],
		[2, 'a="b c"'],
		[3, "d='e'"],
		[4, 'f=\\;g\\\\n'],
		[5, 'h=true'],
		[6, 'i=null'],
		[7, 'j='],
		[8, 'k=100%%'],
		[9, 'l=[m]'],
	]);
});

test('continues a value on any line indented deeper, skipping comments but not empty lines', t => {
	t.deepEqual(linesOf('[A]\na =\n   s3://b/x\n\n\t# c\n  \nb= a\n  b\n # c\n  d\n\n  e\n\nc=x\n  [B]\nd=y'), [
		[1, '[A]'],
		[2, 'a=\ns3://b/x'],
		[7, 'b=a\nb\nd\n\ne'],
		[14, 'c=x\n[B]'],
		[16, 'd=y'],
	]);
});

test('accepts a section that is indented as a unit', t => {
	t.deepEqual(linesOf('  [A]\n  a = 1\n  b = 2\nc=3'), [
		[1, '[A]'],
		[2, 'a=1'],
		[3, 'b=2'],
		[4, 'c=3'],
	]);
});

test('accepts every kind of line end, a byte-order mark and any character', t => {
	t.deepEqual(linesOf('\uFEFF[A]\r\na=1\rb=ä\u2028ß🔑\nc=2'), [
		[1, '[A]'],
		[2, 'a=1'],
		[3, 'b=ä\u2028ß🔑'],
		[4, 'c=2'],
	]);
	t.deepEqual(linesOf(''), []);
});

test('reports unreadable lines without showing them', t => {
	t.deepEqual(linesOf('HOST=x\nsecret\n[A\n[]\n[A]\nsecret\n=secret\n[ B ]'), [
		[1, '!The key comes before the first section, such as [CLUSTER].'],
		[2, '!Expected a section, a key with a value, or a comment.'],
		[3, '!The section has no name or no closing bracket.'],
		[4, '!The section has no name or no closing bracket.'],
		[5, '[A]'],
		[6, '!Expected a section, a key with a value, or a comment.'],
		[7, '!The value has no key.'],
		[8, '[B]'],
	]);
});

/** The lines after [CLUSTER], and the result of `ConfigParser().get('CLUSTER', 'DB_PASSWORD')` in Python 3.11. */
const passwords: ReadonlyArray<readonly [lines: string, password: string]> = [
	['DB_PASSWORD=a#b', 'a#b'],
	['DB_PASSWORD = a # b', 'a # b'],
	['DB_PASSWORD: a ; b', 'a ; b'],
	['DB_PASSWORD :=: x', '=: x'],
	['DB_PASSWORD==:=', '=:='],
	['DB_PASSWORD\t \t: = :', '= :'],
	['DB_PASSWORD = 100%%', '100%'],
	['DB_PASSWORD = %%(db_user)s', '%(db_user)s'],
	['DB_PASSWORD = %(DB_USER)s-%%-%(suffix)s', 'me-%-z'],
	['db_password\t=\t two  words\t', 'two  words'],
	["Db_Password='a", "'a"],
	['DB_PASSWORD="a\'', '"a\''],
	["DB_PASSWORD=a'b\"c'", "a'b\"c'"],
	['DB_PASSWORD=\\n\\\\\\"', '\\n\\\\\\"'],
	['DB_PASSWORD = $HOME$$', '$HOME$$'],
	['DB_PASSWORD = {x} [y]', '{x} [y]'],
	['DB_PASSWORD=[S3]', '[S3]'],
	['DB_PASSWORD = é密码🔑\u2028ß', 'é密码🔑\u2028ß'],
	['DB_PASSWORD = \u00A0blank\u00A0', 'blank'],
	['DB_PASSWORD = true', 'true'],
	['DB_PASSWORD = ', ''],
	['DB_PASSWORD =\n\n; c\n   # d\nDB_PORT=1', ''],
	['DB_PASSWORD=x\r\n\r\n\r\n', 'x'],
];

for (const [lines, password] of passwords) {
	test(`reads ${JSON.stringify(lines)} as ${JSON.stringify(password)}, like configparser`, t => {
		const {file, problems} = parseConfig(`[DEFAULT]\nsuffix=z\n[CLUSTER]\n${lines}\nDB_USER=me\n`, 'dwh.cfg');
		t.deepEqual(problems, []);
		const entries = file.entries('CLUSTER');
		const {text = 'nothing'} = entries.get('db_password') ?? {};
		t.is(
			readValue(text, 'DB_PASSWORD', key => entries.get(key)?.text, {}),
			password,
		);
	});
}

/** Files that configparser rejects, and the line that it reports. */
const refused: ReadonlyArray<readonly [text: string, line: number]> = [
	['DB_USER=me\n', 1],
	['[CLUSTER\nDB_USER=me\n', 1],
	['[CLUSTER]\nDB_USER\n', 2],
	['[CLUSTER]\n= me\n', 2],
	['[CLUSTER]\nDB_USER=me\n\ndb_user=you\n', 4],
	['[CLUSTER]\n[AWS]\nKEY=a\nkey=b\n', 4],
	['[AWS]\n[CLUSTER]\n[AWS]\n', 3],
	['[CLUSTER]\nDB_PASSWORD = a\nand more of it\n', 3],
];

for (const [text, line] of refused) {
	test(`rejects ${JSON.stringify(text)} for line ${line}, like configparser`, t => {
		const [first] = parseConfig(text, 'dwh.cfg').problems;
		t.true(first?.message.startsWith(`dwh.cfg:${line}: `), first?.message);
	});
}

const environment = {PW: 'a\'b" c%%', EMPTY: '', HOST: 'h'};

const evaluate = (raw: string) => readValue(raw, 'dwh.cfg:2: KEY', () => undefined, environment);

const evaluated: ReadonlyArray<readonly [raw: string, value: string]> = [
	['plain', 'plain'],
	['a b', 'a b'],
	['p#s;w', 'p#s;w'],
	["'quoted'", 'quoted'],
	['"quoted"', 'quoted'],
	['" blanks "', ' blanks '],
	["'it's'", "it's"],
	['"\'one pair only\'"', "'one pair only'"],
	["end'", "end'"],
	["'begin", "'begin"],
	['"not the same\'', '"not the same\''],
	['"', '"'],
	['"a"#b', '"a"#b'],
	['"a" b', '"a" b'],
	["''", ''],
	['\nin the next line', 'in the next line'],
	['100%', '100%'],
	['100%%', '100%'],
	['a%b%%c', 'a%b%%c'],
	['$HOME and $$', '$HOME and $$'],
	[`\${PW}`, 'a\'b" c%%'],
	[`'\${PW}'`, 'a\'b" c%%'],
	[`x-\${HOST}.y`, 'x-h.y'],
	[`\${EMPTY}`, ''],
	[`\${EMPTY:-d}`, 'd'],
	[`\${NONE:-}`, ''],
	[`\${NONE:-a b:c}`, 'a b:c'],
	[`\${HOST:-d}`, 'h'],
	[`$\${HOST}`, `\${HOST}`],
	[`$$\${HOST}`, `$\${HOST}`],
	[`\${1}`, `\${1}`],
	[`\${HOST`, `\${HOST`],
	[`\${}`, `\${}`],
];

for (const [raw, value] of evaluated) {
	test(`${JSON.stringify(raw)} is ${JSON.stringify(value)}`, t => {
		t.is(evaluate(raw), value);
	});
}

test('names all variables that are not set', t => {
	t.deepEqual(evaluate(`\${HOST}\${NONE}`), {
		message: 'dwh.cfg:2: KEY needs the environment variable NONE, which is not set.',
		advice: 'Set it before you start the program.',
	});
	t.deepEqual(evaluate(`\${NONE}\${HOST}\${OTHER}\${NONE}`), {
		message: 'dwh.cfg:2: KEY needs the environment variables NONE and OTHER, which are not set.',
		advice: 'Set them before you start the program.',
	});
});

test('rejects a comment after quotes', t => {
	for (const raw of ["'hunter2' # the old one", '"hunter2"\t; the old one']) {
		t.deepEqual(evaluate(raw), {
			message: 'dwh.cfg:2: KEY has text after its closing quote.',
			advice: 'Put comments on a separate line.',
		});
	}
});

test('rejects a value of several lines, which has absorbed a key', t => {
	t.deepEqual(evaluate('h\nDB_PASSWORD=hunter2'), {
		message: 'dwh.cfg:2: KEY continues on the next line, which is indented.',
		advice: 'Start each key at the beginning of its line.',
	});
});

const keys: Readonly<Record<string, string>> = {
	bucket: 'my%%bucket',
	folder: '%(bucket)s/data',
	circle: 'x%(circle)s',
	lone: '100%',
};

const interpolated = (text: string) => interpolate(text, key => keys[key]);

test('replaces %(key)s, in any case and nested, and %%', t => {
	t.is(interpolated('s3://%(bucket)s/log'), 's3://my%bucket/log');
	t.is(interpolated('%(FOLDER)s/%(Folder)s'), 'my%bucket/data/my%bucket/data');
	t.is(interpolated('50%% of %%(bucket)s'), '50% of %(bucket)s');
});

test('leaves unchanged what configparser rejects', t => {
	for (const text of ['100%', '%(nothing)s', '%(bucket)', '%%%', '%(circle)s', '%(lone)s', 'a%b%%c']) {
		t.is(interpolated(text), text);
	}
});

test('reads back an escaped text', t => {
	for (const text of ['100%', '%%', '%(bucket)s', '%', '']) t.is(interpolated(escapePercent(text)), text);
});

const printed = [
	'plain',
	'a b#c;d=e:f',
	"'quoted'",
	'"',
	"it's",
	' blanks ',
	'100%',
	'%%(x)s',
	'%',
	`\${HOME}`,
	`$\${HOME}`,
	`$$\${HOME:-x}`,
	`\${`,
	'$$',
	'#x',
	'[x]',
	'\\n\\',
	'true',
	'pä\u2028ß🔑',
];

for (const value of printed) {
	test(`reads back ${JSON.stringify(value)}`, t => {
		const {file, problems} = parseConfig(`[CLUSTER]\nDB_PASSWORD = ${printValue(value)}\n`, 'dwh.cfg');
		t.deepEqual(problems, []);
		const {text} = file.entries('CLUSTER').get('db_password')!;
		t.is(
			readValue(text, 'DB_PASSWORD', () => undefined, {HOME: 'wrong'}),
			value,
		);
	});
}

test('leaves plain values unchanged', t => {
	t.is(printValue('a b#c;d=e:f'), 'a b#c;d=e:f');
	t.is(printValue("it's 100%"), "it's 100%%");
});
