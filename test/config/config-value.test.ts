import test from 'ava';
import {readValue} from '../../src/config/config-syntax.js';

const environment = {PW: 'a\'b" c%%', EMPTY: '', HOST: 'h'};

const read = (raw: string) => readValue(raw, 'dwh.cfg:2: KEY', () => undefined, environment);

const values: ReadonlyArray<readonly [raw: string, value: string]> = [
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

for (const [raw, value] of values) {
	test(`${JSON.stringify(raw)} is ${JSON.stringify(value)}`, t => {
		t.is(read(raw), value);
	});
}

test('names all variables that are not set', t => {
	t.deepEqual(read(`\${HOST}\${NONE}`), {
		message: 'dwh.cfg:2: KEY needs the environment variable NONE, which is not set.',
		advice: 'Set it before you start the program.',
	});
	t.deepEqual(read(`\${NONE}\${HOST}\${OTHER}\${NONE}`), {
		message: 'dwh.cfg:2: KEY needs the environment variables NONE and OTHER, which are not set.',
		advice: 'Set them before you start the program.',
	});
});

test('rejects a comment after quotes', t => {
	for (const raw of ["'hunter2' # the old one", '"hunter2"\t; the old one']) {
		t.deepEqual(read(raw), {
			message: 'dwh.cfg:2: KEY has text after its closing quote.',
			advice: 'Put comments on a separate line.',
		});
	}
});

test('rejects a value of several lines, which has absorbed a key', t => {
	t.deepEqual(read('h\nDB_PASSWORD=hunter2'), {
		message: 'dwh.cfg:2: KEY continues on the next line, which is indented.',
		advice: 'Start each key at the beginning of its line.',
	});
});
