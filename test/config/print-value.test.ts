import test from 'ava';
import {parseConfig} from '../../src/config/config-file.js';
import {printValue, readValue} from '../../src/config/config-syntax.js';

const values = [
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

for (const value of values) {
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
