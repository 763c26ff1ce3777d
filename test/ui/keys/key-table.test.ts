import test from 'ava';
import {commandFor, footerItems, keyTable} from '../../../src/ui/keys/key-table.js';
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
		t.is(commandFor(mode, 'Y'), undefined, mode);
		for (const {keys, command} of keyTable[mode])
			if (command.type === 'confirm') t.deepEqual([mode, keys], ['confirm', ['enter']]);
	}
});

test('closes a view with the key that opened it', t => {
	t.deepEqual(commandFor('stage-ready', 'e'), {type: 'show-sql'});
	t.deepEqual(commandFor('sql-text', 'e'), {type: 'close'});
	t.deepEqual(commandFor('stage-ready', 'v'), {type: 'show-dry-run'});
	t.deepEqual(commandFor('dry-run', 'v'), {type: 'close'});
	t.deepEqual(commandFor('grid', ' '), {type: 'show-record'});
	t.deepEqual(commandFor('record', ' '), {type: 'close'});
});

test('goes from the result to the editor with q and to the stages with Shift+Tab', t => {
	for (const mode of ['grid', 'grid-running'] as const) {
		t.deepEqual(commandFor(mode, 'q'), {type: 'open-editor'});
		t.deepEqual(commandFor(mode, 'shift+tab'), {type: 'open-stages'});
	}
});

test('runs a query with every run key that all terminals send', t => {
	for (const key of ['ctrl+j', 'alt+enter', 'f5']) {
		t.deepEqual(commandFor('editor', key), {type: 'run-query'});
		t.deepEqual(commandFor('editor-running', key), {type: 'run-query'});
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
		'Enter run   s skip   e all SQL   d dry run   a run all   b back   ↑ ↓ select   Tab SQL pane   q quit   ? help',
	);
});

test('omits a command without effect from the footer', t => {
	const [line] = footerLines('stage-done', 198, 1, ['run-all']);
	t.false(line!.some(({text}) => text.includes('run all')));
});
