import {PassThrough} from 'node:stream';
import {text as readText} from 'node:stream/consumers';
import test from 'ava';
import {prefersPlain} from '../../src/commands/plain-lines.js';
import {chartData} from '../../src/notebook/charts/chart-data.js';
import {describeChart} from '../../src/plain/notebook/describe-chart.js';
import {LineReader} from '../../src/plain/notebook/line-reader.js';
import {outputText} from '../../src/plain/notebook/output-text.js';
import {readStageAnswer, stageQuestion} from '../../src/plain/notebook/stage-card.js';
import {inWords, readPageWord, stageWords, tourText} from '../../src/plain/notebook/words.js';
import {keyTable} from '../../src/ui/keys/key-table.js';
import type {KeyMode} from '../../src/ui/state/mode.js';
import {tourLength} from '../../src/ui/state/tour.js';

const text = (name: string) => ({name, type: 'text', engineType: 'text'}) as const;
const number = (name: string) => ({name, type: 'number', engineType: 'int4'}) as const;
const display = {expanded: 'auto', hasTimes: false} as const;

test('prefers plain lines on a dumb terminal and where a screen reader is announced', t => {
	for (const env of [
		{TERM: 'dumb'},
		{TERM: 'xterm', INK_SCREEN_READER: 'true'},
		{ACCESSIBLE: '1'},
		{VSCODE_A11Y_MODE: '1'},
	])
		t.true(prefersPlain(env), JSON.stringify(env));
	for (const env of [{}, {TERM: 'xterm'}, {ACCESSIBLE: '0'}, {VSCODE_A11Y_MODE: '0'}, {ACCESSIBLE: ''}])
		t.false(prefersPlain(env), JSON.stringify(env));
});

test('asks about a stage with words, and takes words, keys, numbers and names', t => {
	t.is(
		stageQuestion('stage-ready', ['show-dry-run', 'open-page']),
		'run (Enter), skip, sql, dry run, all, back, files, quit, help?',
	);
	t.is(
		stageQuestion('stage-rejected', ['show-dry-run']),
		'run (Enter), continue, rejects, skip, sql, dry run, back, notebook, files, quit, help?',
	);
	t.is(
		stageQuestion('stage-drifted', ['show-dry-run']),
		'run (Enter), accept, skip, sql, dry run, back, notebook, files, quit, help?',
	);
	t.deepEqual(readStageAnswer('stage-ready', ''), {command: 'run-stage'});
	t.deepEqual(readStageAnswer('stage-ready', 'Dry run'), {command: 'dry-run'});
	t.deepEqual(readStageAnswer('stage-ready', 'e'), {command: 'show-sql'});
	t.deepEqual(readStageAnswer('stage-ready', '10'), {stage: 'load-time'});
	t.deepEqual(readStageAnswer('stage-ready', 'verify'), {stage: 'verify'});
	t.deepEqual(readStageAnswer('stage-done', 'r'), {command: 'run-stage'});
	t.deepEqual(readStageAnswer('stage-done', 'Tour'), {command: 'start-tour'});
	t.is(readStageAnswer('stage-ready', 'maybe'), undefined);
});

test('has a word for every key of the stages that makes sense without a screen', t => {
	const withoutWord = new Set([
		'interrupt',
		'redraw',
		'suspend',
		'next-tour-step',
		'end-tour',
		'scroll',
		'select-number',
		'refuse-during-load',
	]);
	const modes = (Object.keys(keyTable) as KeyMode[]).filter(mode => /^stage-|^checks-/.test(mode));
	for (const mode of modes) {
		const lacking = keyTable[mode].filter(
			({command}) => !withoutWord.has(command.type) && !(command.type in stageWords),
		);
		t.deepEqual(lacking, [], mode);
	}
});

test('has the steps of the tour with what to type in place of keys', t => {
	const text = tourText();
	t.is(text.length, tourLength);
	t.is(
		text[1],
		'Tour, 2 of 6: sql shows all its SQL, dry run rehearses it without changing anything. all runs all stages that remain; Ctrl+C cancels.',
	);
	t.regex(text[4]!, /^Tour, 5 of 6: \\ready lists the ready queries\. \\stages goes to the stages/);
	t.notRegex(text.join('\n'), /undefined|-stage|open-|Esc|[↑↓]/);
});

test('prints a result as a table, as records if it is too wide, and the first 20 rows', async t => {
	const output = {
		type: 'result',
		sql: '',
		columns: [text('title'), number('plays')],
		rows: Array.from({length: 21}, (_, index) => [`song ${index + 1}`, String(index)]),
		isComplete: true,
		notices: [],
		ms: 1,
	} as const;
	const printed = await outputText({output, notes: []}, {display, columns: 79});
	t.true(printed.startsWith('title    plays\n-------  -----\nsong 1       0\nsong 2       1\n'), printed);
	t.true(
		printed.endsWith('song 20     19\n21 rows, the first 20 are printed, \\more prints more\n'),
		printed,
	);
	const narrow = await outputText(
		{output: {...output, rows: [['a\nb', null]]}, notes: []},
		{display, columns: 9},
	);
	t.is(narrow, 'Row 1\n  title  a\n         b\n  plays  NULL\n1 row\n');
});

test('describes charts in words', t => {
	const columns = [text('level'), number('plays')];
	const rows = [
		['free', '1229'],
		['paid', '5591'],
	];
	t.deepEqual(describeChart(chartData({type: 'bar', x: 'level', y: ['plays']}, columns, rows)), [
		'Bar chart of plays, 2 bars. Highest 5,591 (paid), lowest 1,229 (free).',
	]);
	const days = [{name: 'day', type: 'date', engineType: 'date'} as const, number('plays')];
	const points = [
		['2018-11-01', '3'],
		['2018-11-02', '1'],
	];
	t.deepEqual(describeChart(chartData({type: 'line', x: 'day', y: ['plays']}, days, points)), [
		'Line chart over day.',
		'  plays: 2 values, from 3 (2018-11-01) to 1 (2018-11-02). Highest 3 (2018-11-01), lowest 1 (2018-11-02).',
	]);
});

test('reads lines that arrive together, and ends with the input', async t => {
	const [input, output] = [new PassThrough(), new PassThrough()];
	const reader = new LineReader({input, output, hasKeys: false, history: () => [], onInterrupt() {}});
	input.write('SELECT 1;\nyes\n');
	t.deepEqual(await reader.read('sql> ', {takesEarlierInput: true}), {type: 'line', text: 'SELECT 1;'});
	t.deepEqual(await reader.read('answer> '), {type: 'line', text: 'yes'});
	input.end();
	t.deepEqual(await reader.read('sql> '), {type: 'end'});
	t.true(reader.hasEnded);
	output.end();
	t.is(await readText(output), 'sql> SELECT 1;\nanswer> yes\nsql> \n');
});

test('ends a question that is withdrawn, and a line that is interrupted', async t => {
	let interrupts = 0;
	const [input, output] = [new PassThrough(), new PassThrough()];
	const onInterrupt = () => void interrupts++;
	const reader = new LineReader({input, output, hasKeys: true, history: () => [], onInterrupt});
	const controller = new AbortController();
	const asked = reader.read('answer> ', {signal: controller.signal});
	controller.abort();
	t.deepEqual(await asked, {type: 'closed'});
	const typed = reader.read('sql> ');
	await new Promise(setImmediate);
	input.write('SEL\u0003');
	t.deepEqual(await typed, {type: 'interrupted'});
	t.is(interrupts, 0);
	reader.interrupt();
	t.is(interrupts, 1);
	reader.close();
});

test('recalls statements with the up key, but not answers', async t => {
	const history = ['SELECT 1;', 'SELECT 2\nFROM users;'];
	const [input, output] = [new PassThrough(), new PassThrough()];
	const reader = new LineReader({input, output, hasKeys: true, history: () => history, onInterrupt() {}});
	const answered = reader.read('answer> ');
	await new Promise(setImmediate);
	input.write('yes\r');
	await answered;
	const typed = reader.read('sql> ');
	await new Promise(setImmediate);
	input.write('\u001B[A\r');
	t.deepEqual(await typed, {type: 'line', text: 'SELECT 2 FROM users;'});
	reader.close();
});

test('says words in place of keys', t => {
	t.is(inWords('Deleted. z brings it back.'), 'Deleted. \\undo brings it back.');
	t.is(
		inWords('[2] DELETE 3: type commit, or Esc to roll back'),
		'[2] DELETE 3: type commit, or Enter alone to roll back',
	);
	t.deepEqual(readPageWord('\\run stale;'), {word: 'run', argument: 'stale'});
	t.is(readPageWord('\\d users'), undefined);
});
