import test from 'ava';
import {copyTests} from './redshift/copy-tests.js';

const {prepare} = copyTests();

test('reads root objects separated by white space, on any lines', async t => {
	const {client, copy, errors} = await prepare(t, {
		'a.json': `\ufeff{"a":"1"}\r\n\r\n{"a":"2"} {"a":"3"}\n\n{\n  "a": "4",\n  "i": "x"\n}\n\n{"a":"5"}`,
		'b.json': `[{"a":"6"},\n{"a":"7"}]`,
		'c.json': `{"a":"8"}\ntrash\n{"a":"9"\n{"a":"10"}\n{"a":"tab\there"}\n{"a":"11"}`,
	});
	await copy('', `JSON 'auto' MAXERROR 100`);
	t.deepEqual(
		(await client.rows('SELECT a FROM t')).map(([a]) => Number(a)).sort((a, b) => a - b),
		[1, 2, 3, 5, 6, 7, 8, 11],
	);
	t.deepEqual(await errors(), [
		// Errors report the last line of the object.
		['a.json', '8', 'i', 1207, `Invalid digit, Value 'x', Pos 0, Type: Integer`],
		['b.json', '1', '', 1216, 'Invalid value.'],
		['b.json', '1', '', 1216, 'Invalid value.'],
		['b.json', '2', '', 1216, 'Invalid value.'],
		['c.json', '2', '', 1216, 'Invalid value.'],
		// The missing brace is detected on the next line.
		['c.json', '4', '', 1216, 'Invalid JSON.'],
		['c.json', '5', '', 1216, 'Invalid JSON.'],
	]);
	t.deepEqual(client.takeNotices(), [
		`INFO: Load into table 't' completed, 8 record(s) loaded successfully.`,
		`INFO: Load into table 't' completed, 7 record(s) could not be loaded.  Check 'stl_load_errors' system table for details.`,
	]);
});

test('converts values to column types', async t => {
	const {bucket, client, copy} = await prepare(
		t,
		{},
		'n integer, v varchar(8), i integer, l bigint, d float, r decimal(6, 2), b boolean, t timestamp',
	);
	const cases: ReadonlyArray<readonly [column: string, json: string, options: string, value: unknown]> = [
		['v', '112', '', '112'],
		['v', '1.50', '', '1.50'],
		['v', 'true', '', 'true'],
		['v', '{"a": 1}', '', '{"a": 1}'],
		['v', '""', '', ''],
		['v', '""', 'EMPTYASNULL', null],
		['v', '"  "', 'EMPTYASNULL', '  '],
		['v', '"  "', 'BLANKSASNULL', null],
		['v', '"éééé"', '', 'éééé'],
		['v', '"éééééé"', 'TRUNCATECOLUMNS', 'éééé'],
		['v', String.raw`"a\tb\\\u00e9"`, '', 'a\tb\\é'],
		['v', 'null', '', null],
		['i', '""', '', null],
		['i', '" 7 "', '', 7],
		['i', '7.0', '', 7],
		['l', '1540919166796.0', '', '1540919166796'],
		['l', '1.540919166796E12', '', '1540919166796'],
		['l', '9223372036854775807', '', '9223372036854775807'],
		['d', '218.93179', '', 218.93179],
		['d', '"1e3"', '', 1000],
		['r', '20.259', '', '20.25'],
		['r', '20.259', 'ROUNDEC', '20.26'],
		['r', '-1.999', '', '-1.99'],
		['b', 'true', '', true],
		['b', '"n"', '', false],
		['t', '"2018-11-01 21:01:46.796"', '', '2018-11-01 21:01:46.796'],
		['t', '1541106106796', `TIMEFORMAT 'epochmillisecs'`, '2018-11-01 21:01:46.796'],
		['t', '1541106106', `TIMEFORMAT 'epochsecs'`, '2018-11-01 21:01:46'],
		['t', '"2018-11-01T21:01:46Z"', `TIMEFORMAT 'auto'`, '2018-11-01 21:01:46'],
	];
	for (const [n, [column, json, options, value]] of cases.entries()) {
		bucket.put(`${n}/a.json`, `{"n":${n},"${column}":${json}}`);
		await copy(`${n}/`, `JSON 'auto' ${options}`);
		const shown = column === 't' ? `CAST(t AS varchar)` : column;
		t.deepEqual(
			await client.rows(`SELECT ${shown} FROM t WHERE n = ${n}`),
			[[value]],
			`${column} ${json} ${options}`,
		);
	}
});

test('rejects a value that its column cannot hold, with code, reason and position', async t => {
	const {client, bucket, copy, copyError} = await prepare(
		t,
		{},
		'v varchar(4), c char(4), i integer, s smallint, l bigint, d float, b boolean, t timestamp, y date, n integer NOT NULL',
	);
	const cases: ReadonlyArray<
		readonly [fields: string | Uint8Array, column: string, code: number, reason: string | RegExp]
	> = [
		['"v":"éé1"', 'v', 1204, 'String length exceeds DDL length'],
		['"c":"é"', 'c', 1220, /^Multibyte character not supported for CHAR/],
		['"i":"w"', 'i', 1207, `Invalid digit, Value 'w', Pos 0, Type: Integer`],
		['"i":"12x"', 'i', 1207, `Invalid digit, Value 'x', Pos 2, Type: Integer`],
		['"i":1.5', 'i', 1207, `Invalid digit, Value '.', Pos 1, Type: Integer`],
		['"l":"1540919166796.0"', 'l', 1207, `Invalid digit, Value '.', Pos 13, Type: Long`],
		['"i":true', 'i', 1207, `Invalid digit, Value 't', Pos 0, Type: Integer`],
		['"i":2147483648', 'i', 1222, 'Overflow (Integer valid range -2147483648 to 2147483647)'],
		['"s":32768', 's', 1222, 'Overflow (Short valid range -32768 to 32767)'],
		['"d":"x"', 'd', 1208, /Type: Double$/],
		['"d":1e400', 'd', 1204, /^Overflow/],
		['"b":"maybe"', 'b', 1210, /boolean/],
		['"t":1541106106796', 't', 1206, 'Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]'],
		['"y":"2018-02-30"', 'y', 1205, /^Invalid Date/],
		['"n":null', 'n', 1213, 'Missing data for not-null field'],
		[String.raw`"v":"a\u0000"`, 'v', 1220, /^String contains invalid or unsupported UTF-8/],
		[
			Buffer.from([...Buffer.from('"v":"'), 0xa4, 0x22]),
			'v',
			1220,
			'String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: a4',
		],
	];
	for (const [number, [fields, column, code, reason]] of cases.entries()) {
		const required = String(fields).includes('"n"') ? '' : '"n":1,';
		bucket.put(
			`${number}/a.json`,
			Buffer.concat([Buffer.from(`\n{${required}`), Buffer.from(fields as string), Buffer.from('}')]),
		);
		const error = await copyError(`${number}/`);
		t.is(error.code, 'XX000');
		t.is(
			error.message,
			`Load into table 't' failed.  Check 'stl_load_errors' system table for details.`,
			String(fields),
		);
		const [found = []] = await client.rows(
			`SELECT trim(colname), err_code, line_number, trim(raw_line), trim(err_reason) FROM stl_load_errors
			ORDER BY starttime DESC, query DESC LIMIT 1`,
		);
		t.deepEqual(found.slice(0, 3), [column, code, '2'], String(fields));
		t.true(String(found[3]).startsWith('{'), String(fields));
		const text = String(found[4]);
		t.true(typeof reason === 'string' ? text.startsWith(reason) : reason.test(text), `${fields}: ${text}`);
	}
	bucket.put('bad/a.json', Buffer.from([...Buffer.from('{"n":2,"v":"'), 0xa4, 0xc3, ...Buffer.from('"}')]));
	await copy('bad/', `JSON 'auto' ACCEPTINVCHARS`);
	t.deepEqual(await client.rows('SELECT v FROM t'), [['??']]);
	t.deepEqual(
		await client.rows(
			`SELECT DISTINCT trim(colname), trim(type), trim(col_length) FROM stl_load_errors ORDER BY 1`,
		),
		[
			['b', 'bool', '0'],
			['c', 'char', '4'],
			['d', 'float8', '0'],
			['i', 'int4', '0'],
			['l', 'int8', '0'],
			['n', 'int4', '0'],
			['s', 'int2', '0'],
			['t', 'timestamp', '0'],
			['v', 'varchar', '4'],
			['y', 'date', '0'],
		],
	);
});
