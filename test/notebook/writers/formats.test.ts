import test from 'ava';
import {type TextFormat, textFormats, writers} from '../../../src/notebook/writers/formats.js';
import type {Column, ColumnType, Row} from '../../../src/warehouse/warehouse.js';

function column(name: string, type: ColumnType = 'text'): Column {
	return {name, type, engineType: ''};
}

async function* batches(...parts: ReadonlyArray<readonly Row[]>): AsyncGenerator<readonly Row[]> {
	yield* parts;
}

async function write(
	format: TextFormat,
	columns: readonly Column[],
	...parts: ReadonlyArray<readonly Row[]>
): Promise<string> {
	let text = '';
	for await (const chunk of writers[format](columns, batches(...parts))) text += chunk;
	return text;
}

const columns = [
	column('title'),
	column('plays', 'number'),
	column('at', 'timestamp'),
	column('paid', 'boolean'),
];
const rows: readonly Row[] = [
	['Say "hi", you', 12, '2018-11-01 21:01:46.796', true],
	['', '3.50', null, false],
	[null, 9007199254740993n, null, null],
];

test('csv: follows RFC 4180, with NULL empty and an empty text quoted', async t => {
	t.is(
		await write('csv', columns, rows.slice(0, 1), rows.slice(1)),
		'title,plays,at,paid\r\n"Say ""hi"", you",12,2018-11-01 21:01:46.796,true\r\n"",3.50,,false\r\n,9007199254740993,,\r\n',
	);
});

test('csv: quotes every kind of line end and changes nothing else', async t => {
	const values = ['a\nb', 'a\rb', 'a\r\nb', ' a ', '\u001B[31m', '=1+1', "it's", 'a\tb'];
	t.is(
		await write(
			'csv',
			[column('a,b')],
			values.map(value => [value]),
		),
		`"a,b"\r\n"a\nb"\r\n"a\rb"\r\n"a\r\nb"\r\n a \r\n\u001B[31m\r\n=1+1\r\nit's\r\na\tb\r\n`,
	);
});

test('tsv: writes PostgreSQL’s COPY text', async t => {
	t.is(
		await write('tsv', columns, rows, [['a\tb\nc\\d\r', 1, null, true]]),
		'title\tplays\tat\tpaid\nSay "hi", you\t12\t2018-11-01 21:01:46.796\ttrue\n\t3.50\t\\N\tfalse\n' +
			'\\N\t9007199254740993\t\\N\t\\N\na\\tb\\nc\\\\d\\r\t1\t\\N\ttrue\n',
	);
});

test('json: writes one array, with all digits of numbers', async t => {
	const text = await write('json', columns, rows.slice(0, 1), [], rows.slice(1));
	t.is(
		text,
		`[
{"title":"Say \\"hi\\", you","plays":12,"at":"2018-11-01 21:01:46.796","paid":true},
{"title":"","plays":3.50,"at":null,"paid":false},
{"title":null,"plays":9007199254740993,"at":null,"paid":null}
]
`,
	);
	t.is(JSON.parse(text).length, 3);
});

test('json: writes NaN and infinities as strings', async t => {
	const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 'NaN', 1e21, 5e-324, -0];
	t.is(
		await write(
			'ndjson',
			[column('n', 'number')],
			values.map(value => [value]),
		),
		'{"n":"NaN"}\n{"n":"Infinity"}\n{"n":"-Infinity"}\n{"n":"NaN"}\n{"n":1e+21}\n{"n":5e-324}\n{"n":-0}\n',
	);
	t.is(await write('ndjson', [column('zip')], [['01234']]), '{"zip":"01234"}\n');
});

test('json: keeps columns with the same name', async t => {
	const same = ['id', 'id', 'id_2', 'id'].map(name => column(name, 'number'));
	t.is(await write('ndjson', same, [[1, 2, 3, 4]]), '{"id":1,"id_3":2,"id_2":3,"id_4":4}\n');
});

test('markdown: escapes markup in values', async t => {
	t.is(
		await write(
			'markdown',
			[column('a|b'), column('n', 'number')],
			[
				['x|y *z* <b> `c` \\ [l]', 1],
				['two\r\nlines\t', null],
				['song_id _it_ AT&T &amp;', 2],
			],
		),
		[
			'| a\\|b | n |',
			'| --- | ---: |',
			'| x\\|y \\*z\\* \\<b> \\`c\\` \\\\ \\[l\\] | 1 |',
			'| two<br>lines␉ | NULL |',
			'| song_id \\_it\\_ AT\\&T \\&amp; | 2 |',
			'',
		].join('\n'),
	);
});

test('table: aligns columns by cells and escapes control characters', async t => {
	t.is(
		await write(
			'table',
			[column('title'), column('plays', 'number'), column('note')],
			[
				['日本語', 12, 'a\u001B[2J'],
				['Café', '3.50', null],
			],
			[['x', 1000, '']],
		),
		[
			'title  │   plays │ note',
			'───────┼─────────┼──────',
			'日本語 │   12    │ a␛[2J',
			'Café   │    3.50 │ NULL',
			'x      │ 1000    │',
			'',
		].join('\n'),
	);
});

test('table: takes widths from the first 1,000 rows, and does not cut wider texts later', async t => {
	const first = Array.from({length: 1000}, () => ['ab', 1]);
	const text = await write('table', [column('t'), column('n', 'number')], first, [['abcdef', 2]]);
	const lines = text.split('\n');
	t.is(lines[2], 'ab │ 1');
	t.is(lines[1002], 'abcdef │ 2');
});

test('writes the header of a result without rows', async t => {
	const one = [column('a')];
	t.is(await write('table', one), 'a\n─\n');
	t.is(await write('csv', one), 'a\r\n');
	t.is(await write('tsv', one), 'a\n');
	t.is(await write('json', one), '[]\n');
	t.is(await write('ndjson', one), '');
	t.is(await write('markdown', one), '| a |\n| --- |\n');
});

for (const format of textFormats) {
	test(`${format}: writes nothing for a statement without columns`, async t => {
		t.is(await write(format, []), '');
	});

	test(`${format}: holds one batch at a time, and closes the result when stopped early`, async t => {
		let [given, closed] = [0, false];
		async function* endless(): AsyncGenerator<readonly Row[]> {
			try {
				for (;;) {
					given++;
					yield Array.from({length: 1000}, () => ['x']);
				}
			} finally {
				closed = true;
			}
		}
		let chunks = 0;
		for await (const chunk of writers[format]([column('a')], endless())) {
			t.true(chunk.length > 0);
			if (++chunks === 5) break;
		}
		t.true(closed);
		t.true(given <= 5);
	});
}
