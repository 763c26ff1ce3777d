import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {createNamedPipe} from '../../src/files/named-pipe.js';
import {resultText} from '../../src/notebook/export-result.js';
import type {Warehouse} from '../../src/warehouse/warehouse.js';

test('creates no pipe on Windows or where no folder can be created', async t => {
	t.is(await createNamedPipe('win32'), undefined);
	t.is(await createNamedPipe('linux', join(tmpdir(), 'missing', 'folder')), undefined);
});

/** The engine's side of an export: it can only write a file, and its query returns one row. */
const warehouse = {
	notebook: {
		prepareCopy: async () => ({
			toFile: async () => {
				throw new Error('The engine must not be asked to write.');
			},
			ifEmpty: {written: '', text: ''},
		}),
		query: async () => ({
			columns: [{name: 'a', type: 'number', engineType: 'int'}],
			command: null,
			rows: (async function* () {
				yield [[1], [2]];
			})(),
		}),
	},
} as unknown as Warehouse;

// In a process of its own (AVA's), so the variable concerns no other test.
test.serial('writes a result itself, and counts its rows, where the temporary folder is missing', async t => {
	const {TMPDIR} = process.env;
	process.env.TMPDIR = join(tmpdir(), 'missing', 'folder');
	t.teardown(() => {
		if (TMPDIR === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = TMPDIR;
	});
	const text = await resultText(warehouse, 'SELECT 1', {format: 'csv'});
	if (!('chunks' in text)) throw new Error(text.tag);
	let csv = '';
	for await (const chunk of text.chunks) csv += chunk;
	t.is(csv.replaceAll('\r', ''), 'a\n1\n2\n');
	t.deepEqual(text.written(), {rows: 2, hasMore: false});
});
