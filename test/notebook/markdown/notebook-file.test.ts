import test from 'ava';
import {formatInfo, parseInfo} from '../../../src/notebook/markdown/cell-info.js';
import {
	type FilePart,
	newCell,
	notebookText,
	parseNotebook,
	replaceCell,
} from '../../../src/notebook/markdown/notebook-file.js';

const cells = (parts: readonly FilePart[]) => parts.flatMap(part => (part.type === 'sql' ? [part.cell] : []));

test('finds the fences at the root whose first word is sql, and nothing else', async t => {
	const text = [
		'---',
		'title: x',
		'---',
		'# Plays',
		'',
		'```sql name=plays chart=bar',
		'SELECT 1;',
		'',
		'SELECT 2;',
		'```',
		'~~~ SQL',
		'SELECT 3',
		'~~~',
		'- in a list',
		'  ```sql',
		'  SELECT 4',
		'  ```',
		'> ```sql',
		'> SELECT 5',
		'> ```',
		'````markdown',
		'```sql',
		'SELECT 6',
		'```',
		'````',
		'<!--',
		'```sql',
		'SELECT 7',
		'```',
		'-->',
		'```sqlite',
		'SELECT 8',
		'```',
		'   ```sql',
		'   SELECT 9',
	].join('\n');
	const {parts} = await parseNotebook(text);
	t.deepEqual(cells(parts), [
		{sql: 'SELECT 1;\n\nSELECT 2;', info: {name: 'plays', chart: {type: 'bar'}}},
		{sql: 'SELECT 3', info: {}},
		{sql: 'SELECT 9', info: {}},
	]);
	t.deepEqual(
		parts.map(({type}) => type),
		['prose', 'sql', 'sql', 'prose', 'sql'],
	);
	t.is(notebookText(await parseNotebook(text)), text);
});

test('keeps a saved output with its comments apart from prose', async t => {
	const output = '<!-- sparkify:output plays -->\n\n| a |\n| - |\n| 1 |\n\n<!-- /sparkify:output -->\n';
	const text = `\`\`\`sql name=plays\nSELECT 1\n\`\`\`\n\n${output}\nMore.\n\n<!-- sparkify:output x -->\n\nno end\n`;
	const {parts} = await parseNotebook(text);
	t.deepEqual(
		parts.map(({type, source}) => [type, source]),
		[
			['sql', '```sql name=plays\nSELECT 1\n```\n'],
			['prose', '\n'],
			['output', output],
			['prose', '\nMore.\n\n<!-- sparkify:output x -->\n\nno end\n'],
		],
	);
});

const fences = {
	plain: ['```sql\nold\n```\n', '\n'],
	CRLF: ['```sql name=a\r\nold\r\n```\r\n', '\r\n'],
	tilde: ['~~~~sql\nold\n~~~~~\n', '\n'],
	indented: ['  ```sql   name=a\n  old\n  ```\n', '\n'],
	empty: ['```sql\n```\n', '\n'],
	unclosed: ['```sql\nold', '\n'],
	'without a line end': ['```sql\nold\n```', '\n'],
} as const;
const texts = ['SELECT 1', '', 'a\n\nb', '```\nfence\n```', '~~~~~~', '  indented\n\ttab', 'ünïcødé 宇'];

for (const [name, [fence, lineEnd]] of Object.entries(fences))
	for (const before of ['', '\uFEFF', `prose${lineEnd}${lineEnd}`])
		test(`changes only the edited cell: ${name}, after ${JSON.stringify(before)}`, async t => {
			const isOpen = name === 'unclosed' || name === 'without a line end';
			const after = isOpen ? '' : `${lineEnd}- list${lineEnd}${lineEnd}    code${lineEnd}`;
			const file = await parseNotebook(before + fence + after);
			t.is(notebookText(file), before + fence + after);
			t.is(file.lineEnd, lineEnd);
			for (const sql of texts)
				for (const info of [
					undefined,
					{name: 'b', chart: {type: 'line', x: 'a b', y: ['c', 'd']}} as const,
				]) {
					const parts = file.parts.map(part =>
						part.type === 'sql' ? replaceCell(part, {sql, info: info ?? part.cell.info}, lineEnd) : part,
					);
					const written = notebookText({...file, parts});
					t.true(written.startsWith(before) && written.endsWith(after), written);
					const reread = await parseNotebook(written);
					const [original] = cells(file.parts);
					t.deepEqual(cells(reread.parts), [{sql, info: info ?? original!.info}], written);
					if (lineEnd === '\r\n') t.notRegex(written, /[^\r]\n/);
				}
		});

test('writes a new cell', async t => {
	const {source} = newCell({sql: 'SELECT 1;\n```', info: {name: 'x'}}, '\n');
	t.is(source, '````sql name=x\nSELECT 1;\n```\n````\n');
});

test('reads and writes the words of a fence', t => {
	const info = parseInfo(
		'name=plays chart=heatmap x="hour of day" y=weekday by=level extra foo=1 name=again',
	);
	t.deepEqual(info, {
		name: 'plays',
		chart: {type: 'heatmap', x: 'hour of day', y: ['weekday'], by: 'level'},
		others: ['extra', 'foo=1', 'name=again'],
	});
	t.is(
		formatInfo(info),
		'name=plays chart=heatmap x="hour of day" y=weekday by=level extra foo=1 name=again',
	);
	t.deepEqual(parseInfo('name=Not-a-name chart=pie'), {others: ['name=Not-a-name', 'chart=pie']});
	t.deepEqual(parseInfo(''), {});
});
