import test from 'ava';
import {textForms} from '../../../src/notebook/writers/text-forms.js';
import {CopyConverter} from '../../../src/warehouse/pg/convert-copy.js';
import {pgColumn} from '../../../src/warehouse/pg/values.js';
import type {TextForm} from '../../../src/warehouse/warehouse.js';

const columns = [pgColumn('i', 23), pgColumn('a,"b"', 25), pgColumn('f', 701), pgColumn('at', 1114)];
const copied = Buffer.from(
	'1\ta\\tb "é\u0085"\t1e-05\t2018-11-01 21:01:46.5\n\\N\t\\N\t\\N\t\\N\n-2\t\tNaN\t0044-03-15 01:02:03 BC\n',
);
const expected: Readonly<Record<TextForm['format'], string>> = {
	csv: 'i,"a,""b""",f,at\r\n1,"a\tb ""é\u0085""",0.00001,2018-11-01 21:01:46.500\r\n,,,\r\n-2,"",NaN,0044-03-15 01:02:03.000 BC\r\n',
	tsv: 'i\ta,"b"\tf\tat\n1\ta\\tb "é\u0085"\t0.00001\t2018-11-01 21:01:46.500\n\\N\t\\N\t\\N\t\\N\n-2\t\tNaN\t0044-03-15 01:02:03.000 BC\n',
	ndjson:
		'{"i":1,"a,\\"b\\"":"a\\tb \\"é\\u0085\\"","f":0.00001,"at":"2018-11-01 21:01:46.500"}\n{"i":null,"a,\\"b\\"":null,"f":null,"at":null}\n{"i":-2,"a,\\"b\\"":"","f":"NaN","at":"0044-03-15 01:02:03.000 BC"}\n',
	json: '[\n{"i":1,"a,\\"b\\"":"a\\tb \\"é\\u0085\\"","f":0.00001,"at":"2018-11-01 21:01:46.500"},\n{"i":null,"a,\\"b\\"":null,"f":null,"at":null},\n{"i":-2,"a,\\"b\\"":"","f":"NaN","at":"0044-03-15 01:02:03.000 BC"}\n]\n',
};

function converted(format: TextForm['format'], chunks: readonly Buffer[]): string {
	const converter = new CopyConverter(columns, textForms[format]!);
	const parts = chunks.map(chunk => converter.convert(chunk));
	return converter.start + Buffer.concat(parts).toString() + converter.end;
}

for (const [format, text] of Object.entries(expected) as ReadonlyArray<[TextForm['format'], string]>) {
	test(`${format}: converts rows however they are cut into chunks`, t => {
		t.is(converted(format, [copied]), text);
		for (const size of [1, 2, 7, 50]) {
			const chunks = Array.from({length: Math.ceil(copied.length / size)}, (_, index) =>
				copied.subarray(index * size, (index + 1) * size),
			);
			t.is(converted(format, chunks), text, `${size} bytes each`);
		}
	});
}

test('writes what a result without rows has', t => {
	t.is(converted('csv', []), 'i,"a,""b""",f,at\r\n');
	t.is(converted('ndjson', []), '');
	t.is(converted('json', []), '[]\n');
});
