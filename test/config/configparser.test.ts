import test from 'ava';
import {parseConfig} from '../../src/config/config-file.js';
import {readValue} from '../../src/config/config-syntax.js';

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
