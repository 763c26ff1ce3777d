import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import test from 'ava';
import {freshPath, generateAll} from '../sample/read-data.js';
import {zstdFrame} from '../source/zstd-frame.js';
import {type CopyError, copyTests, line} from './redshift/copy-tests.js';
import {login, TestClient} from './redshift/test-clients.js';

const {prepare, stack} = copyTests();
const event = (a: string) => line({a});

test('returns a tag without a count, INFO messages and the counts of a COPY', async t => {
	const {client, copy} = await prepare(t, {
		'log/a.json': event('x') + event('y'),
		'log/b.json': event('z'),
	});
	t.deepEqual(await client.rows('SELECT pg_last_copy_id(), pg_last_copy_count()'), [[-1, '0']]);
	const {command, rowCount} = await copy('log/');
	t.deepEqual([command, rowCount], ['COPY', null]);
	t.deepEqual(client.takeNotices(), [
		`INFO: Load into table 't' completed, 3 record(s) loaded successfully.`,
	]);
	const [[id, count] = []] = await client.rows('SELECT pg_last_copy_id(), pg_last_copy_count()');
	t.true(Number(id) > 0);
	t.is(count, '3');
	await copy('log/a');
	t.deepEqual(await client.rows('SELECT count(*), pg_last_copy_count() FROM t'), [['5', '2']]);
});

test('accepts options in any order and rejects unknown ones', async t => {
	const {name, client} = await prepare(t, {'data/a.json': event('x')});
	const role = stack().redshift.role!;
	for (const options of [
		`IAM_ROLE '${role}' FORMAT AS JSON 'auto' REGION 'us-west-2' COMPUPDATE OFF STATUPDATE OFF`,
		`compupdate off statupdate off region as 'us-west-2' iam_role default format json as 'auto ignorecase'`,
		`MAXERROR AS 10 EMPTYASNULL JSON 'auto' IAM_ROLE DEFAULT`,
	])
		await client.rows(`COPY t FROM 's3://${name}/data/' ${options}`);
	t.deepEqual(await client.rows('SELECT count(*) FROM t'), [['3']]);
	for (const [options, text] of [
		[`IAM_ROLE default JSON 'auto' MAXERRORS 3`, /^redshift-double: COPY … MAXERRORS/],
		[`IAM_ROLE default JSON 'auto' MAXERROR 100001`, /MAXERROR/],
		[`IAM_ROLE default JSON 'auto' MANIFEST`, /^redshift-double: COPY … MANIFEST/],
		[`IAM_ROLE default CSV`, /^redshift-double: COPY … CSV/],
		[`JSON 'auto'`, /^redshift-double: COPY without IAM_ROLE/],
	] as const)
		await t.throwsAsync(client.rows(`COPY t FROM 's3://${name}/data/' ${options}`), {message: text}, options);
	await t.throwsAsync(client.rows(`COPY nowhere FROM 's3://${name}/data/' IAM_ROLE default JSON 'auto'`), {
		message: 'Cannot COPY into nonexistent table nowhere',
	});
});

test('treats a prefix as a key prefix, and loads files out of key order', async t => {
	const {client, copy, copyError} = await prepare(t, {
		log: '',
		'log/a.json': event('1'),
		'log/b.json': event('2'),
		'log/c.json': event('3'),
		'log_data.json': event('4'),
		'logs/d.json': event('5'),
	});
	await copy('log/');
	t.deepEqual(await client.rows('SELECT a FROM t'), [['1'], ['3'], ['2']]);
	await copy('log');
	t.deepEqual(await client.rows('SELECT a, count(*) FROM t GROUP BY a ORDER BY a'), [
		['1', '2'],
		['2', '2'],
		['3', '2'],
		['4', '1'],
		['5', '1'],
	]);
	const {code, message, detail} = await copyError('nothing/');
	t.deepEqual([code, message], ['XX000', `The specified S3 prefix 'nothing/' does not exist`]);
	t.regex(
		detail,
		/error: {2}The specified .*\n +code: {6}8001\n +context: {3}Listing bucket=bucket-\d+ prefix=nothing\/\n +query: {5}\d+\n/,
	);
});

test('maps lower-case keys with auto, and keys of any case with auto ignorecase', async t => {
	const {client, copy} = await prepare(
		t,
		{'a.json': line({firstName: 'Ada', lastname: 'Quill', other: 1})},
		'firstname varchar, lastname varchar, level varchar',
	);
	await copy('a', `JSON 'auto'`);
	await copy('a', `JSON 'auto ignorecase'`);
	await copy('a', `JSON 'auto ignorecase'`, '(firstname)');
	t.deepEqual(await client.rows('SELECT * FROM t'), [
		[null, 'Quill', null],
		['Ada', 'Quill', null],
		['Ada', null, null],
	]);
});

test('maps jsonpaths by position', async t => {
	const {client, copy, copyError} = await prepare(
		t,
		{
			'data.json':
				line({Name: 'Ada', tags: ['x', 'y'], deep: {n: 7}}) + line({Name: 'Bob', tags: [], deep: {}}),
			'dots.json': line({jsonpaths: ['$.Name', '$.deep.n']}),
			'brackets.json': line({jsonpaths: [`$['Name']`, `$['deep']['n']`]}),
			'index.json': line({jsonpaths: ['$.tags[1]', '$.deep.n']}),
		},
		'name varchar, n integer',
	);
	for (const paths of ['dots', 'brackets']) {
		await copy('data.json', `JSON '{}/${paths}.json'`);
		t.deepEqual(
			await client.rows('SELECT * FROM t ORDER BY name'),
			[
				['Ada', 7],
				['Bob', null],
			],
			paths,
		);
		await client.rows('DELETE FROM t');
	}
	t.regex((await copyError('data.json', `JSON '{}/index.json'`)).message, /^Load into table 't' failed/);
	t.deepEqual(await client.rows('SELECT line_number, trim(err_reason) FROM stl_load_errors'), [
		['2', 'Invalid JSONPath format: Not an array or index out of range.'],
	]);
	t.regex(
		(await copyError('data.json', `JSON '{}/missing.json'`)).message,
		/,Status 404,Error NoSuchKey,Rid /,
	);
});

test('fails COPY and loads nothing when MAXERROR is reached', async t => {
	const {client, copy, copyError, errors} = await prepare(t, {
		'a.json': `${event('x')}1\n2\n${event('y')}3\n`,
	});
	for (const limit of ['', 'MAXERROR 0', 'MAXERROR 1']) {
		await copyError('', `JSON 'auto' ${limit}`);
		t.deepEqual(await client.rows('SELECT count(*), pg_last_copy_count() FROM t'), [['0', '0']], limit);
	}
	t.is((await errors()).length, 3);
	await copyError('', `JSON 'auto' MAXERROR 3`);
	t.is((await errors()).length, 6);
	await copy('', `JSON 'auto' MAXERROR 4`);
	t.deepEqual(await client.rows('SELECT count(*), pg_last_copy_count() FROM t'), [['2', '2']]);
	// A statement that never began to load keeps the previous count.
	await copyError('nothing/');
	t.deepEqual(await client.rows('SELECT pg_last_copy_count()'), [['2']]);
});

test('checks the files and loads nothing with NOLOAD', async t => {
	const {client, copy, copyError, errors} = await prepare(t, {
		'good/a.json': event('x'),
		'bad/a.json': line({i: 'x'}),
	});
	await copy('good/', `JSON 'auto' NOLOAD`);
	t.deepEqual(await client.rows('SELECT count(*) FROM t'), [['0']]);
	t.regex((await copyError('bad/', `JSON 'auto' NOLOAD`)).message, /^Load into table 't' failed/);
	t.deepEqual(
		(await errors()).map(([file, , column]) => [file, column]),
		[['bad/a.json', 'i']],
	);
});

test('requires GZIP or ZSTD to be declared for all files', async t => {
	const {client, copy, copyError} = await prepare(t, {
		'z/a.json.gz': gzipSync(event('x')),
		's/a.json.zst': zstdFrame(Buffer.from(event('z'))),
		'p/a.json': event('y'),
	});
	await copy('z/', `JSON 'auto' GZIP`);
	await copy('s/', `JSON 'auto' ZSTD`);
	t.deepEqual(await client.rows('SELECT a FROM t'), [['x'], ['z']]);
	t.regex((await copyError('z/')).message, /^Load into table 't' failed/);
	t.regex((await copyError('p/', `JSON 'auto' GZIP`)).message, /^redshift-double: /);
});

test('reports S3 errors and roles that cannot be assumed, with their context', async t => {
	const {name, client, copyError} = await prepare(t, {'data/a.json': event('x')});
	const user = `User arn:aws:redshift:us-west-2:123456789012:dbuser:sparkify/awsuser is not authorized to assume IAM Role`;
	for (const role of ['sparkify', 'arn:aws:iam::123456789012:role/other']) {
		const sql = `COPY t FROM 's3://${name}/data/' IAM_ROLE '${role}' JSON 'auto'`;
		const error = await t.throwsAsync<CopyError>(client.rows(sql));
		t.is(error?.message, `${user} ${role}`);
		t.regex(error?.detail ?? '', new RegExp(`context:   IAM Role=${role}\n`));
	}
	t.regex(
		(await copyError('data/', `JSON 'auto' REGION 'eu-west-1'`)).message,
		/^S3ServiceException:The bucket you are attempting to access must be addressed using the specified endpoint.*,Status 301,Error PermanentRedirect,Rid /,
	);
	stack().s3.fail('AccessDenied', {bucket: name, times: 1});
	const denied = await copyError('data/');
	t.regex(denied.message, /^S3ServiceException:Access Denied,Status 403,Error AccessDenied,Rid \w+/);
	t.regex(denied.detail, /context: {3}Listing bucket=.* prefix=data\/\n/);
	stack().s3.fail('AccessDenied', {bucket: name, on: 'get', times: 1});
	t.regex((await copyError('data/')).detail, /context: {3}Reading s3:\/\/.*\/data\/a\.json\n/);
	const missing = await t.throwsAsync(
		client.rows(`COPY t FROM 's3://no-such-bucket/x' IAM_ROLE default JSON 'auto'`),
	);
	t.regex(
		missing?.message ?? '',
		/^S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket,Rid /,
	);
	// Transient faults are retried.
	stack().s3.fail('SlowDown', {bucket: name, times: 2});
	await client.rows(`COPY t FROM 's3://${name}/data/' IAM_ROLE default JSON 'auto'`);
	t.deepEqual(await client.rows('SELECT count(*) FROM t'), [['1']]);
});

test('runs COPY as part of its transaction', async t => {
	const {name, client, copy, copyError} = await prepare(t, {'a.json': event('x'), 'bad.json': 'trash'});
	await client.rows('BEGIN');
	await client.rows('CREATE TABLE made (a varchar)');
	await client.rows(`COPY made FROM 's3://${name}/a.json' IAM_ROLE default JSON 'auto'`);
	await copy('a.json');
	await client.rows('ROLLBACK');
	t.deepEqual(await client.rows('SELECT count(*) FROM t'), [['0']]);
	await client.rows('BEGIN');
	await copy('a.json');
	await copyError('bad.json');
	await t.throwsAsync(client.rows('SELECT 1'), {message: /^current transaction is aborted/});
	await client.rows('ROLLBACK');
	t.deepEqual(await client.rows('SELECT count(*) FROM t'), [['0']]);
	// The error is visible after the rollback, because the log is not part of the transaction.
	t.deepEqual(await client.rows('SELECT count(*) FROM stl_load_errors'), [['1']]);
});

test('loads a complete generated data set, by jsonpaths and by names', async t => {
	const directory = freshPath();
	await generateAll({directory, events: 1200, songs: 130, days: 4, seed: 5, fileQuirks: false});
	const bucket = stack().s3.createBucket('generated');
	bucket.mount('', directory);
	const columns =
		'artist auth firstName gender itemInSession lastName length level location method page registration sessionId song status ts userAgent userId';
	bucket.put('paths.json', JSON.stringify({jsonpaths: columns.split(' ').map(key => `$['${key}']`)}));
	const client = await TestClient.open({
		...login(stack().redshift),
		database: await stack().redshift.createDatabase(),
	});
	t.teardown(() => client.close());
	const types: Readonly<Record<string, string>> = {
		itemInSession: 'integer',
		length: 'double precision',
		registration: 'bigint',
		sessionId: 'integer',
		status: 'integer',
		ts: 'bigint',
		userId: 'integer',
	};
	const definitions = columns.split(' ').map(key => `${key} ${types[key] ?? 'varchar(2048)'}`);
	for (const [table, json] of [
		['by_path', 's3://generated/paths.json'],
		['by_name', 'auto ignorecase'],
	]) {
		await client.rows(`CREATE TABLE ${table} (${definitions.join(', ')})`);
		await client.rows(
			`COPY ${table} FROM 's3://generated/log_data/' IAM_ROLE default JSON '${json}' EMPTYASNULL`,
		);
	}
	await client.rows(
		'CREATE TABLE songs (num_songs integer, song_id varchar, title varchar(2048), duration double precision, year integer)',
	);
	await client.rows(`COPY songs FROM 's3://generated/song_data/' IAM_ROLE default JSON 'auto'`);

	const folder = join(directory, 'log_data');
	const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(name =>
		name.endsWith('.json'),
	);
	const events = files.flatMap(name =>
		readFileSync(join(folder, name), 'utf8')
			.split('\n')
			.filter(text => text !== '')
			.map(text => JSON.parse(text) as {ts: number; userId: string; artist?: string | null}),
	);
	t.is(events.length, 1200);
	const sum = events.reduce((total, {ts}) => total + BigInt(ts), 0n);
	const users = events.filter(({userId}) => userId !== '').length;
	const artists = events.filter(({artist}) => (artist ?? '') !== '').length;
	for (const table of ['by_path', 'by_name'])
		t.deepEqual(await client.rows(`SELECT count(*), sum(ts), count(userid), count(artist) FROM ${table}`), [
			['1200', String(sum), String(users), String(artists)],
		]);
	t.deepEqual(await client.rows('SELECT * FROM by_path EXCEPT SELECT * FROM by_name'), []);
	t.deepEqual(await client.rows('SELECT count(*), sum(num_songs) FROM songs'), [['130', '130']]);
});

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
		'n integer, v varchar(8), i integer, l bigint, d double precision',
	);
	const cases: ReadonlyArray<readonly [column: string, json: string, options: string, value: unknown]> = [
		['v', '112', '', '112'],
		['v', '1.50', '', '1.50'],
		['v', 'true', '', 'true'],
		['v', '{"a": 1}', '', '{"a": 1}'],
		['v', '""', '', ''],
		['v', '""', 'EMPTYASNULL', null],
		['v', '"  "', 'EMPTYASNULL', '  '],
		['v', '"éééé"', '', 'éééé'],
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
	];
	for (const [n, [column, json, options, value]] of cases.entries()) {
		bucket.put(`${n}/a.json`, `{"n":${n},"${column}":${json}}`);
		await copy(`${n}/`, `JSON 'auto' ${options}`);
		t.deepEqual(
			await client.rows(`SELECT ${column} FROM t WHERE n = ${n}`),
			[[value]],
			`${column} ${json} ${options}`,
		);
	}
});

test('rejects a value that its column cannot hold, with code, reason and position', async t => {
	const {client, bucket, copyError} = await prepare(
		t,
		{},
		'v varchar(4), i integer, l bigint, d double precision',
	);
	const cases: ReadonlyArray<
		readonly [fields: string | Uint8Array, column: string, code: number, reason: string | RegExp]
	> = [
		['"v":"éé1"', 'v', 1204, 'String length exceeds DDL length'],
		['"i":"w"', 'i', 1207, `Invalid digit, Value 'w', Pos 0, Type: Integer`],
		['"i":"12x"', 'i', 1207, `Invalid digit, Value 'x', Pos 2, Type: Integer`],
		['"i":1.5', 'i', 1207, `Invalid digit, Value '.', Pos 1, Type: Integer`],
		['"l":"1540919166796.0"', 'l', 1207, `Invalid digit, Value '.', Pos 13, Type: Long`],
		['"i":true', 'i', 1207, `Invalid digit, Value 't', Pos 0, Type: Integer`],
		['"i":2147483648', 'i', 1222, 'Overflow (Integer valid range -2147483648 to 2147483647)'],
		['"d":"x"', 'd', 1208, /Type: Double$/],
		['"d":1e400', 'd', 1204, /^Overflow/],
		[String.raw`"v":"a\u0000"`, 'v', 1220, /^String contains invalid or unsupported UTF-8/],
		[
			Buffer.from([...Buffer.from('"v":"'), 0xa4, 0x22]),
			'v',
			1220,
			/^String contains invalid or unsupported UTF-8/,
		],
	];
	for (const [number, [fields, column, code, reason]] of cases.entries()) {
		bucket.put(
			`${number}/a.json`,
			Buffer.concat([Buffer.from('\n{'), Buffer.from(fields as string), Buffer.from('}')]),
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
	t.deepEqual(
		await client.rows(
			`SELECT DISTINCT trim(colname), trim(type), trim(col_length) FROM stl_load_errors ORDER BY 1`,
		),
		[
			['d', 'float8', '0'],
			['i', 'int4', '0'],
			['l', 'int8', '0'],
			['v', 'varchar', '4'],
		],
	);
});
