import test from 'ava';
import {commandFor, footerItems, isFirstKey, keyTable} from '../../../src/ui/keys/key-table.js';
import {footerLines} from '../../../src/ui/lines/footer-lines.js';
import {lineWidth} from '../../../src/ui/lines/line.js';
import type {KeyMode} from '../../../src/ui/state/mode.js';

const modes = Object.keys(keyTable) as KeyMode[];

test('dispatches every displayed key to its command', t => {
	for (const mode of modes) {
		for (const {keys, command, shown} of keyTable[mode]) {
			if (shown === undefined) continue;
			t.true(
				keys.some(key => commandFor(mode, key)?.type === command.type),
				`${mode}: ${shown.label} is shadowed`,
			);
		}
	}
});

test('binds Ctrl+C, Ctrl+L and Ctrl+Z in every mode', t => {
	for (const mode of modes) {
		t.not(commandFor(mode, 'ctrl+c'), undefined, mode);
		t.deepEqual(commandFor(mode, 'ctrl+l'), {type: 'redraw'}, mode);
		t.deepEqual(commandFor(mode, 'ctrl+z'), {type: 'suspend'}, mode);
	}
});

test('destroys data only after Enter in the confirmation question', t => {
	for (const mode of modes) {
		t.not(commandFor(mode, 'Y')?.type, 'confirm', mode);
		for (const {keys, command} of keyTable[mode])
			if (command.type === 'confirm') t.deepEqual([mode, keys], ['confirm', ['enter']]);
	}
});

test('closes a view with the key that opened it', t => {
	t.deepEqual(commandFor('stage-ready', 'e'), {type: 'show-sql'});
	t.deepEqual(commandFor('sql-text', 'e'), {type: 'close'});
	t.deepEqual(commandFor('stage-ready', 'v'), {type: 'show-dry-run'});
	t.deepEqual(commandFor('dry-run', 'v'), {type: 'close'});
	t.deepEqual(commandFor('result', ' '), {type: 'show-record'});
	t.deepEqual(commandFor('record', ' '), {type: 'close'});
});

test('never quits from the page with q', t => {
	for (const mode of [
		'load-row',
		'cells',
		'cells-running',
		'gallery',
		'result',
		'result-running',
		'record',
	] as const)
		t.not(commandFor(mode, 'q')?.type, 'quit', mode);
	for (const mode of ['result', 'result-running'] as const) {
		t.deepEqual(commandFor(mode, 'q'), {type: 'close'});
		t.deepEqual(commandFor(mode, 'shift+tab'), {type: 'open-stages'});
	}
});

test('deletes a cell only with two keys', t => {
	for (const mode of modes)
		for (const {keys, command} of keyTable[mode])
			if (command.type === 'delete-cell') t.deepEqual(keys, ['d d'], mode);
	t.true(isFirstKey('cells', 'd'));
	t.is(commandFor('cells', 'd'), undefined);
});

test('runs a cell with every run key that all terminals send', t => {
	for (const key of ['ctrl+j', 'alt+enter', 'f5']) {
		for (const mode of ['input', 'editor', 'editor-running', 'cells'] as const)
			t.deepEqual(commandFor(mode, key), {type: 'run-cell'}, mode);
	}
});

test('fits the footer into its lines, most important key first and always with the help', t => {
	for (const mode of modes) {
		const items = footerItems(mode);
		for (const [width, height] of [
			[58, 2],
			[78, 2],
			[198, 1],
		] as const) {
			const lines = footerLines(mode, width, height);
			const text = lines.map(line => line.map(piece => piece.text).join('')).join('   ');
			t.true(lines.length >= 1 && lines.length <= height, `${mode} at ${width}`);
			t.true(lines.every(line => lineWidth(line) <= width));
			t.true(text.startsWith(`${items[0]!.label} ${items[0]!.words}`), mode);
			t.true(text.endsWith(`${items.at(-1)!.label} ${items.at(-1)!.words}`), mode);
		}
	}
});

test('shows all footer items if they fit', t => {
	const [line] = footerLines('stage-ready', 198, 1);
	t.is(
		line!.map(piece => piece.text).join(''),
		'Enter run   s skip   e all SQL   d dry run   a run all   b back   ↑ ↓ select   Tab notebook   f files   q quit   ? help',
	);
});

test('omits a command without effect from the footer', t => {
	const [line] = footerLines('stage-done', 198, 1, ['run-all']);
	t.false(line!.some(({text}) => text.includes('run all')));
});
