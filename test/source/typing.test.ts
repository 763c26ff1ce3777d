import test from 'ava';
import type {RecordKind} from '../../src/source/source.js';
import {each, holds, isNull, isRejected, outcomes} from './outcomes.js';
import {readRecords} from './read-records.js';

test('reads null, an empty string and a missing key as NULL in every column', t => {
	for (const type of ['text', 'integer', 'bigint', 'double'] as const) {
		each(type, (kind, key) => {
			isNull(t, kind, key, 'null');
			isNull(t, kind, key, '""');
		});
	}
	t.deepEqual(readRecords('events', '{}').rows, [new Array(18).fill(null)]);
	t.deepEqual(readRecords('songs', '{}').rows, [new Array(10).fill(null)]);
});

test('accepts whole numbers in any notation in an integer column', t => {
	const check = (kind: RecordKind, key: string) => {
		for (const [json, value] of [
			['5', 5n],
			['0', 0n],
			['-17', -17n],
			['5.0', 5n],
			['5.000', 5n],
			['-0', 0n],
			['-0.0', 0n],
			['5e0', 5n],
			['5E+2', 500n],
			['50e-1', 5n],
			['1.25e2', 125n],
			['120.0e-1', 12n],
			['0e400', 0n],
			['0.0e-400', 0n],
			['999999999', 999999999n],
			['1000000000', 1000000000n],
			['2147483647', 2147483647n],
			['2147483647.0', 2147483647n],
			['-2147483648', -2147483648n],
		] as const) {
			holds(t, kind, key, json, value);
			holds(t, kind, key, `"${json}"`, value);
		}
	};
	each('integer', check);
	each('bigint', check);
});

test('accepts numbers in strings with signs, surrounding spaces, leading zeros and a bare point', t => {
	// JSON numbers allow none of these, but Redshift's COPY accepts them in strings.
	for (const [json, value] of [
		['"+5"', 5n],
		['" 5 "', 5n],
		['"\\t5\\n"', 5n],
		['"007"', 7n],
		['"00"', 0n],
		['"-0012"', -12n],
		['"5."', 5n],
		['"+1.540919166796E12"', 1540919166796n],
		['"\\u0035"', 5n],
	] as const) {
		holds(t, 'events', 'ts', json, value);
		if (value < 2147483648n) holds(t, 'songs', 'year', json, value);
		holds(t, 'events', 'length', json, Number(value));
	}
	holds(t, 'events', 'length', '".5"', 0.5);
	holds(t, 'events', 'length', '"-.25"', -0.25);
	holds(t, 'events', 'length', '" +007.50 "', 7.5);
});

test('reads the times of the real data: 1540919166796.0 and 1.540919166796E12', t => {
	for (const key of ['ts', 'registration'])
		for (const json of [
			'1540919166796',
			'1540919166796.0',
			'1.540919166796E12',
			'1.540919166796e+12',
			'"1.540919166796E12"',
		])
			holds(t, 'events', key, json, 1540919166796n);
});

test('reads 64-bit integers exactly, up to their limits', t => {
	each('bigint', (kind, key) => {
		for (const digits of [
			'9007199254740993', // 2^53 + 1, which a double can't represent
			'-9007199254740993',
			'999999999999999999',
			'1000000000000000001',
			'9223372036854775807',
			'-9223372036854775808',
		]) {
			holds(t, kind, key, digits, BigInt(digits));
			holds(t, kind, key, `"${digits}"`, BigInt(digits));
			holds(t, kind, key, `${digits}.00`, BigInt(digits));
		}
		holds(t, kind, key, '9.223372036854775807e18', 9223372036854775807n);
		for (const json of [
			'9223372036854775808',
			'-9223372036854775809',
			'1e19',
			'"9223372036854775808"',
			'1e400',
		])
			isRejected(t, kind, key, json, /out of range/);
	});
});

test('accepts 32-bit integers up to their limits', t => {
	each('integer', (kind, key) => {
		for (const json of [
			'2147483648',
			'-2147483649',
			'"2147483648"',
			'2147483648.0',
			'1540919166796',
			'1e10',
			'1e400',
			'-1e400',
			'1e999999999999999999',
			'99999999999999999999999999999999',
		])
			isRejected(t, kind, key, json, /out of range/);
	});
});

test('rejects a fraction in an integer column instead of rounding', t => {
	for (const type of ['integer', 'bigint'] as const) {
		each(type, (kind, key) => {
			for (const json of ['5.5', '-0.1', '"5.5"', '".5"', '1e-1', '15e-1', '5.0000000000000000001', '1e-400'])
				isRejected(t, kind, key, json, /fraction/);
		});
	}
});

test('stores the nearest double in a double precision column', t => {
	each('double', (kind, key) => {
		for (const [json, value] of [
			['218.93179', 218.93179],
			['0', 0],
			['200', 200],
			['-74.00597', -74.00597],
			['1.50', 1.5],
			['2.5E2', 250],
			['1e-7', 0.0000001],
			['0e400', 0],
			// Ties round to even: 2^53 + 1 is between 2^53 and 2^53 + 2.
			['9007199254740993', 9007199254740992],
			['0.1000000000000000055511151231257827', 0.1],
			['1267650600228229401496703205377', 2 ** 100],
			['1.7976931348623157e308', Number.MAX_VALUE],
			['5e-324', Number.MIN_VALUE],
		] as const) {
			holds(t, kind, key, json, value);
			holds(t, kind, key, `"${json}"`, value);
		}
	});
});

test('stores minus zero as zero', t => {
	for (const type of ['integer', 'bigint', 'double'] as const)
		each(type, (kind, key) => {
			for (const json of ['-0', '-0.0', '"-0.0"', '-0e0', '-0.000'])
				for (const outcome of outcomes(kind, key, json))
					t.deepEqual(outcome, {value: '0'}, `${key}: ${json}`);
		});
	each('double', (kind, key) => holds(t, kind, key, '-0.25', -0.25));
});

test('accepts ts in milliseconds in the years 1 to 9999', t => {
	for (const json of ['-62135596800000', '253402300799999', '0', '-1', '9999999999999', '"253402300799999"'])
		holds(t, 'events', 'ts', json, BigInt(json.replaceAll('"', '')));
	for (const json of [
		'-62135596800001',
		'253402300800000',
		'-99999999999999',
		'1e18',
		'"9223372036854775807"',
	])
		isRejected(t, 'events', 'ts', json, /out of range for a time in milliseconds|nanoseconds/);
	isRejected(
		t,
		'events',
		'ts',
		'1541106106796000',
		/looks like a time in microseconds; .* divide it by 1,000$/,
	);
	isRejected(t, 'events', 'ts', '1541106106796000000', /in nanoseconds; .* divide it by 1,000,000$/);
	isRejected(t, 'events', 'ts', '9223372036854775808', /out of range for a 64-bit whole number/);
	isRejected(t, 'events', 'ts', '1.5', /fraction/);
	// Other 64-bit integers have no such limits.
	holds(t, 'events', 'registration', '1541106106796000', 1541106106796000n);
});

test('rejects numbers too large or too small for a double', t => {
	each('double', (kind, key) => {
		for (const json of [
			'1e400',
			'-1e400',
			'"1e400"',
			'1.7976931348623159e308',
			'1e-400',
			'-1e-400',
			'"1e-400"',
		])
			isRejected(t, kind, key, json, /out of range/);
	});
});

test('rejects non-numbers in a number column', t => {
	for (const type of ['integer', 'bigint', 'double'] as const) {
		each(type, (kind, key) => {
			for (const json of [
				'"abc"',
				'" "',
				'"-"',
				'"+"',
				'"."',
				'"1,000"',
				'"5 6"',
				'"5x"',
				'"0x10"',
				'"1e"',
				'"e5"',
				'"--5"',
				'"NaN"',
				'"Infinity"',
				'"true"',
				'"null"',
				'"\u0665"', // Arabic digit five
				'"5\\u0000"',
			])
				isRejected(t, kind, key, json, /not a number/);
			isRejected(t, kind, key, 'true', /boolean/);
			isRejected(t, kind, key, 'false', /boolean/);
			isRejected(t, kind, key, '{}', /object/);
			isRejected(t, kind, key, '{"a":1}', /object/);
			isRejected(t, kind, key, '[5]', /array/);
		});
	}
});

test('rejects a hostile number quickly, however long it is', t => {
	const began = performance.now();
	for (const json of [
		`"${'1'.repeat(50_000)}x"`,
		`1${'0'.repeat(50_000)}1`,
		`0.${'0'.repeat(50_000)}1e50001`,
		`"${' '.repeat(50_000)}5 5"`,
		`1e${'9'.repeat(50_000)}`,
	]) {
		const {rows, rejects} = readRecords('events', `{"ts":${json}}`);
		t.is(rows.length + rejects.length, 1);
	}
	// Quadratic work would take many seconds each, and hours for 4 MB.
	t.true(performance.now() - began < 2000);
});

test('keeps text in a text column unchanged', t => {
	each('text', (kind, key) => {
		for (const text of [
			'Reno',
			' two  blanks ',
			'112',
			'null',
			'\\N',
			'a\\nb',
			'"quoted"',
			"it's",
			'a\tb',
			'a\nb\rc',
			'\\',
			'C:\\temp\\new\\rest\\x5c',
			'Beyoncé',
			'日本語',
			'Ωmega',
			'😀 and 👨‍👩‍👧',
			'a\u0301',
			'\ufeffmark',
			'\u007f\u0080\u00a0\u2028\u2029\ufffd',
			'\u0001\u0008\u000b\u000c\u001b[31m\u001f',
		])
			holds(t, kind, key, JSON.stringify(text), text);
	});
});

test('decodes all JSON escapes', t => {
	holds(t, 'events', 'song', String.raw`"\"\\\/\b\f\n\r\t"`, '"\\/\b\f\n\r\t');
	holds(t, 'events', 'song', String.raw`"\u0041\u00e9\u00E9\u20ac\uFFFF"`, 'Aéé€\uffff');
	holds(t, 'events', 'song', String.raw`"\ud83d\ude00"`, '😀');
	holds(t, 'events', 'song', String.raw`"\uDBFF\uDFFF"`, '\u{10ffff}');
	holds(t, 'events', 'song', String.raw`"\u005cn\u0022\u0009\u000a\u000d"`, '\\n"\t\n\r');
	holds(t, 'events', 'song', String.raw`"\\u0041"`, '\\u0041');
});

test('keeps the digits of a number in a text column', t => {
	each('text', (kind, key) => {
		for (const json of [
			'112',
			'-7',
			'1540919166796.0',
			'1.540919166796E12',
			'9007199254740993',
			'1e400',
			'1e-400',
			'-0.0',
			'3.10',
		])
			holds(t, kind, key, json, json);
	});
});

test('writes a boolean in a text column as its word', t => {
	each('text', (kind, key) => {
		holds(t, kind, key, 'true', 'true');
		holds(t, kind, key, 'false', 'false');
	});
});

test('keeps the JSON text of an object or array in a text column', t => {
	each('text', (kind, key) => {
		for (const json of [
			'{}',
			'[]',
			'{"city":"Reno","zip":[89501, 1.0]}',
			'[ 1 , "two\\n" ]',
			'{"a":{"b":{"c":null}}}',
			'["\\ud83d"]',
		])
			holds(t, kind, key, json, json);
	});
});

test('accepts text of up to 2,048 bytes of UTF-8', t => {
	const rejected = /text of 2,\d{3} bytes; the column holds 2,048/;
	each('text', (kind, key) => {
		for (const [character, bytes] of [
			['a', 1],
			['é', 2],
			['€', 3],
			['😀', 4],
		] as const) {
			// 2,048 is not a multiple of 3: one-byte letters fill the rest.
			const full = character.repeat(Math.floor(2048 / bytes)) + 'x'.repeat(2048 % bytes);
			holds(t, kind, key, JSON.stringify(full), full);
			isRejected(t, kind, key, JSON.stringify(`${full}x`), rejected);
		}
	});
	// The decoded text counts: \u00e9 has six bytes in the file and two in the column.
	holds(t, 'events', 'song', `"${'\\u00e9'.repeat(1024)}"`, 'é'.repeat(1024));
	isRejected(t, 'events', 'song', `"${'\\u00e9'.repeat(1024)}x"`, rejected);
	holds(t, 'events', 'song', `"${'\\ud83d\\ude00'.repeat(512)}"`, '😀'.repeat(512));
	isRejected(t, 'events', 'song', `"${'\\ud83d\\ude00'.repeat(512)}x"`, rejected);
	holds(t, 'events', 'song', `"${'\\\\'.repeat(2048)}"`, '\\'.repeat(2048));
	isRejected(t, 'events', 'song', `"${'\\\\'.repeat(2049)}"`, rejected);
	holds(t, 'events', 'song', '1'.repeat(2048), '1'.repeat(2048));
	isRejected(t, 'events', 'song', '1'.repeat(2049), rejected);
	holds(t, 'events', 'song', `["${'a'.repeat(2044)}"]`, `["${'a'.repeat(2044)}"]`);
	isRejected(t, 'events', 'song', `["${'a'.repeat(2045)}"]`, rejected);
});

test('rejects NUL and lone surrogates in text', t => {
	each('text', (kind, key) => {
		isRejected(t, kind, key, String.raw`"a\u0000b"`, /NUL/);
		isRejected(t, kind, key, String.raw`"\ud800"`, /surrogate/);
		isRejected(t, kind, key, String.raw`"\udc00\ud800"`, /surrogate/);
		isRejected(t, kind, key, String.raw`"\ud83dx\ude00"`, /surrogate/);
	});
});
