import test from 'ava';
import type {OpenedCell} from '../../../src/notebook/document/document.js';
import {
	layoutOf,
	type NotebookLayout,
	notebookWith,
	openedCells,
	type SavedCell,
	writtenCells,
} from '../../../src/notebook/files/notebook-cells.js';
import {closedMarkdown} from '../../../src/notebook/markdown/closed-markdown.js';
import {parseNotebook} from '../../../src/notebook/markdown/notebook-file.js';
import {randomFrom} from '../random.js';

const open = async (text: string) => layoutOf(await parseNotebook(text));
/** The cells as a session numbers them, with an input, and their places in the file. */
const session = (layout: NotebookLayout) => {
	const opened: SavedCell[] = openedCells(layout).map((cell, index) => ({...cell, id: index + 10}));
	const origins = new Map(opened.map(({id}, index) => [id, index]));
	return {cells: [...opened, {id: 1, kind: 'sql', text: ''} as SavedCell], origins};
};
const write = (
	layout: NotebookLayout,
	edit: (cells: SavedCell[]) => readonly SavedCell[],
	outputs?: ReadonlyMap<number, string>,
) => {
	const {cells, origins} = session(layout);
	return notebookWith(layout, edit(cells), {origins, ...(outputs && {outputs})});
};

const nasty: Readonly<Record<string, string>> = {
	empty: '',
	blank: '\n \n\n',
	'only prose': 'Hello  \nthere',
	BOM: '\uFEFF# A\n```sql\nSELECT 1\n```\n',
	CRLF: '# A\r\n\r\n```sql name=a other=1\r\nSELECT 1\r\n```\r\n\r\n\r\nB  \r\n',
	'front matter': '---\ntitle: x\n---\n\n\n# A\n\n```sql\nSELECT 1\n```\n',
	'front matter alone': '---\ntitle: x\n---',
	'unclosed fence': 'A\n\n```sql\nSELECT 1\n\n\n',
	'unclosed prose': '```sql\nSELECT 1\n```\n```js\nfoo\n',
	'no blank lines': 'A\n````sql   name=a   foo\nSELECT 1\n`````  \n~~~ SQL chart=pie x=a\nSELECT 2\n~~~\nB',
	indented: '- a\n\n1. b\n\ntext\n\n   ```sql\n   SELECT 1\n  SELECT 2\n   ```\n    code\n',
	outputs:
		'```sql name=a\nSELECT 1\n```\n\n<!-- sparkify:output a -->\n\n| a |\n\n<!-- /sparkify:output -->\nB\n<!-- sparkify:output -->\n\nx\n\n<!-- /sparkify:output -->\n',
	'fences that are prose':
		'- ```sql\n  SELECT 1\n  ```\n\n> ```sql\n> SELECT 1\n> ```\n\n<!--\n```sql\n-->\n',
};

for (const [name, text] of Object.entries(nasty))
	test(`writes what was read: ${name}`, async t => {
		t.is(
			write(await open(text), cells => cells),
			text,
		);
	});

test('makes cells of the SQL and of the prose between', async t => {
	const layout = await open(
		'---\na: b\n---\n# A\n\n```sql name=x chart=bar\nSELECT 1\n```\n\n<!-- sparkify:output x -->\n\n| 1 |\n\n<!-- /sparkify:output -->\n```sql\n\n```\n\n\nB\n\nC\n',
	);
	t.deepEqual(openedCells(layout), [
		{kind: 'markdown', text: '# A'},
		{kind: 'sql', text: 'SELECT 1', name: 'x', chart: {type: 'bar'}, savedOutput: '| 1 |'},
		{kind: 'sql', text: ''},
		{kind: 'markdown', text: 'B\n\nC'},
	]);
});

test('changes only what was edited', async t => {
	const text = nasty['no blank lines']!;
	const layout = await open(text);
	t.is(
		write(layout, ([a, b, ...rest]) => [a!, {...b!, text: 'SELECT 3'}, ...rest]),
		'A\n\n````sql   name=a   foo\nSELECT 3\n`````  \n\n~~~ SQL chart=pie x=a\nSELECT 2\n~~~\nB',
		'text',
	);
	t.is(
		write(layout, ([a, b, ...rest]) => [a!, {...b!, name: 'z'}, ...rest]),
		'A\n\n````sql name=z foo\nSELECT 1\n`````  \n\n~~~ SQL chart=pie x=a\nSELECT 2\n~~~\nB',
		'name',
	);
	t.is(
		write(layout, ([a, b, c, d]) => [c!, a!, b!, d!]),
		'~~~ SQL chart=pie x=a\nSELECT 2\n~~~\n\nA\n````sql   name=a   foo\nSELECT 1\n`````  \n\nB',
		'move',
	);
	t.is(
		write(layout, ([, b, , d]) => [b!, {...d!, kind: 'sql'}]),
		'````sql   name=a   foo\nSELECT 1\n`````  \n\n```sql\nB\n```',
		'deletion and change of kind',
	);
	t.is(
		write(layout, cells => [
			...cells.slice(0, -1),
			{id: 1, kind: 'sql', text: 'SELECT 5'},
			{id: 2, kind: 'sql', text: ' '},
		]),
		`${text}\n\n\`\`\`sql\nSELECT 5\n\`\`\`\n`,
		'insertion',
	);
});

test('closes an unclosed fence that is no longer last, and keeps front matter first', async t => {
	t.is(
		write(await open('---\nx: y\n---\nA\n\n```sql\nSELECT 1\n'), ([a, b]) => [b!, a!]),
		'---\nx: y\n---\n\n```sql\nSELECT 1\n```\n\nA\n',
	);
	t.is(
		write(await open('```sql\nSELECT 1\n```\n\n---\n'), ([a, b]) => [b!, {...a!, text: '1\n---'}]),
		'\n---\n\n```sql\n1\n---\n```\n',
		'not front matter',
	);
});

test('replaces, keeps, renames and removes saved outputs', async t => {
	const layout = await open(nasty.outputs!);
	const table = '| b |\n| --- |\n| \\|x\\<br> |\n\n*1 row*\n\n';
	t.is(
		write(layout, cells => cells, new Map([[10, table]])),
		`\`\`\`sql name=a\nSELECT 1\n\`\`\`\n\n<!-- sparkify:output a -->\n\n${table.trim()}\n\n<!-- /sparkify:output -->\n\nB\n<!-- sparkify:output -->\n\nx\n\n<!-- /sparkify:output -->\n`,
	);
	t.regex(
		write(layout, ([a, b]) => [{...a!, name: 'c'}, b!]),
		/^```sql name=c\n.*\n```\n\n<!-- sparkify:output c -->\n\n\| a \|\n/,
	);
	t.true(write(layout, ([, b]) => [b!]).startsWith('B\n'));
});

const texts = {
	sql: ['SELECT 1', '', 'a\n\nb', '```\nx\n```', '~~~~~', '  x\n\ty', '---', '<!-- x', '- a'],
	markdown: [
		'# A',
		'- item\n  more',
		'1. one\n\n   two',
		'---',
		'---\na: b',
		'<!-- open',
		'<div>\nx',
		'```js\nopen',
		'~~~~\nopen\n~~~',
		'> quote',
		'    code',
		'a\n===',
		'<script>\n\nx',
		'| a |\n| - |',
	],
};

/** What a file holds: neighboring Markdown cells are one. */
function merged(cells: readonly OpenedCell[]): readonly OpenedCell[] {
	const result: OpenedCell[] = [];
	for (const {kind, text: all, name, chart} of cells) {
		// The number of blank lines between them is the file's.
		const text = kind === 'markdown' ? all.replaceAll(/\n{3,}/g, '\n\n') : all;
		const last = result.at(-1);
		if (kind === 'markdown' && last?.kind === 'markdown')
			result[result.length - 1] = {kind, text: `${last.text}\n\n${text}`};
		else if (kind === 'markdown') result.push({kind, text});
		else
			result.push({
				kind,
				text,
				...(name !== undefined && {name}),
				...(chart !== undefined && {chart}),
			});
	}
	return result;
}

test('writes cells that are read again after any edits', async t => {
	const random = randomFrom(7);
	const one = <T>(items: readonly T[]) => items[random(items.length)]!;
	for (let round = 0; round < 150; round++) {
		const [name, text] = one(Object.entries(nasty));
		const layout = await open(text);
		const {cells, origins} = session(layout);
		const input = cells.pop()!;
		let id = 100;
		for (let edit = random(6); edit >= 0; edit--) {
			const at = random(cells.length + 1);
			const cell = cells[at];
			const kind = one(['sql', 'markdown'] as const);
			switch (random(6)) {
				case 0:
					cells.splice(at, 0, {id: id++, kind, text: one(texts[kind])});
					break;
				case 1:
					cells.splice(at, 1);
					break;
				case 2:
					if (cell !== undefined) cells.splice(random(cells.length), 0, ...cells.splice(at, 1));
					break;
				case 3:
					if (cell !== undefined) cells[at] = {...cell, text: one(texts[cell.kind])};
					break;
				case 4:
					if (cell !== undefined) cells[at] = {...cell, kind, text: one(texts[kind])};
					break;
				case 5:
					if (cell?.kind === 'sql')
						cells[at] = {...cell, name: `n${random(3)}`, chart: {type: 'line', x: 'a b', y: ['c']}};
			}
		}
		const closed: SavedCell[] = [];
		for (const cell of [...cells, input])
			closed.push(cell.kind === 'sql' ? cell : {...cell, text: await closedMarkdown(cell.text)});
		const written = notebookWith(layout, closed, {origins});
		const reread = await open(written);
		const context = `${round} ${name}\n${JSON.stringify(closed, null, 1)}\n${written}`;
		t.deepEqual(merged(openedCells(reread)), merged(writtenCells(closed)), context);
		t.is(notebookWith(reread, session(reread).cells, {origins: session(reread).origins}), written, context);
		if (layout.lineEnd === '\r\n') t.notRegex(written, /[^\r]\n/, context);
	}
});
