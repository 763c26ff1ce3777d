import test from 'ava';
import {
	compressionByName,
	loadErrorAdvice,
	loadErrorReason,
	undeclaredCompression,
} from '../../../src/warehouse/redshift/load-error-advice.js';

const cases: ReadonlyArray<
	readonly [
		code: number,
		reason: string,
		type: string,
		length: string,
		value: string,
		told: string,
		advice: RegExp,
	]
> = [
	[
		1204,
		'String length exceeds DDL length',
		'varchar',
		'2048',
		'x'.repeat(3000),
		`"${'x'.repeat(40)}…" is longer than the 2048 bytes that the column holds (String length exceeds DDL length)`,
		/widen the column: VARCHAR counts bytes/,
	],
	[
		1204,
		'Overflow',
		'float8',
		'0',
		'1e400',
		'"1e400" is out of range for the column, float8 (Overflow)',
		/^Fix the number in the file\./,
	],
	[
		1204,
		'Numeric data overflow',
		'int4',
		'0',
		'3000000000',
		'"3000000000" is out of range for the column, int4 (Numeric data overflow)',
		/^Fix the number/,
	],
	[
		1207,
		'Overflow (Long valid range -9223372036854775808 to 9223372036854775807)',
		'int8',
		'0',
		'1e30',
		'"1e30" is out of range for the column, int8 (Overflow (Long valid range -9223372036854775808 to 9223372036854775807))',
		/^Fix the number/,
	],
	[
		1206,
		'Invalid timestamp format',
		'timestamp',
		'0',
		'x',
		'"x" is not a time (Invalid timestamp format)',
		/TIMEFORMAT/,
	],
	[
		1207,
		"Invalid digit, Value 'w', Pos 0, Type: Integer",
		'int4',
		'0',
		'w',
		`"w" is not a whole number (Invalid digit, Value 'w', Pos 0, Type: Integer)`,
		/jsonpaths/,
	],
	// A workgroup does not report the value.
	[
		1207,
		"Invalid digit, Value 'w', Pos 0, Type: Integer",
		'int4',
		'0',
		'',
		`the value is not a whole number (Invalid digit, Value 'w', Pos 0, Type: Integer)`,
		/jsonpaths/,
	],
	[1208, 'r', 'float8', '0', 'w', '"w" is not a number (r)', /^Fix the value/],
	[
		1213,
		'Missing data for not-null field',
		'int4',
		'0',
		'',
		'the value is missing, and the column cannot be NULL (Missing data for not-null field)',
		/Add the key/,
	],
	[1220, 'r', 'varchar', '9', 'é', '"é" is not valid UTF-8, or has a NUL character (r)', /UTF-8/],
	[
		1222,
		'r',
		'int4',
		'0',
		'3000000000',
		'"3000000000" is out of range for the column, int4 (r)',
		/^Fix the number/,
	],
	[1216, 'Invalid JSON.', '', '', '', 'Invalid JSON.', /separated by white space/],
	[1203, 'r', '', '', '', 'r', /one path for each column/],
	[1211, 'r', '', '', '', 'r', /empty line/],
	[1212, 'r', '', '', '', 'r', /in the bucket, then run the stage again/],
	[1215, 'r', 'char', '1', 'é', '"é" has characters that a CHAR column cannot store (r)', /VARCHAR/],
	[1217, 'r', 'int8', '0', 'x', '"x" cannot be loaded into an IDENTITY column (r)', /generates the values/],
	[1223, 'r', 'int4', '0', 'x', '"x" has a different type than the column, int4 (r)', /^Fix the value/],
	[1200, 'r', '', '', '', 'r', /load its file alone/],
	[8001, 'r', '', '', '', 'r', /manifest/],
	[9005, 'r', '', '', '', 'r', /key in the message/],
];

test('has advice for every load error code of a JSON load', t => {
	const codes = [...Array.from({length: 25}, (_, at) => 1200 + at), 8001, 9005];
	t.deepEqual(
		codes.filter(
			code =>
				loadErrorAdvice({code, reason: '', type: 'varchar', length: '', value: ''}, false) === undefined,
		),
		[],
	);
});

test('gives a readable reason and advice for each code', t => {
	for (const [code, reason, type, length, value, told, advice] of cases) {
		t.is(loadErrorReason({code, reason, type, length, value}), told);
		t.regex(loadErrorAdvice({code, reason, type, length, value}, true) ?? '', advice);
	}
});

test('does not mention a jsonpaths file if there is none', t => {
	t.is(
		loadErrorAdvice({code: 1207, reason: '', type: 'int4', length: '', value: ''}, false),
		'Fix the value in the file.',
	);
});

test("keeps the cluster's message for an unknown code", t => {
	const unknown = {code: 9999, reason: 'New words', type: '', length: '', value: 'x'};
	t.is(loadErrorReason(unknown), 'New words');
	t.is(loadErrorAdvice(unknown, true), undefined);
});

test("names the setting for a file with a compressed file's name", t => {
	t.is(compressionByName('s3://b/log_data/one.json.gz'), 'gzip');
	t.is(compressionByName('s3://b/log_data/one.ZST'), 'zstd');
	t.is(compressionByName('s3://b.gz/one.json'), undefined);
	t.regex(undeclaredCompression('zstd'), /Set COMPRESSION = zstd under \[S3\] in dwh\.cfg/);
});
