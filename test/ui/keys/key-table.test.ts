import test from 'ava';
import {footerLines} from '../../../src/ui/footer-lines.js';
import type {KeyMode} from '../../../src/ui/keys/key-mode.js';
import {commandFor, footerItems, keyTable} from '../../../src/ui/keys/key-table.js';
import {lineWidth} from '../../../src/ui/line.js';

const modes = Object.keys(keyTable) as KeyMode[];

test('every key that is told does what it is told for', t => {
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

test('Ctrl+C, Ctrl+L and Ctrl+Z are keys everywhere', t => {
	for (const mode of modes) {
		t.not(commandFor(mode, 'ctrl+c'), undefined, mode);
		t.deepEqual(commandFor(mode, 'ctrl+l'), {type: 'redraw'}, mode);
		t.deepEqual(commandFor(mode, 'ctrl+z'), {type: 'suspend'}, mode);
	}
});

test('data is destroyed by a capital Y only, and Enter never does it', t => {
	for (const mode of modes) {
		for (const {keys, command} of keyTable[mode]) {
			if (command.type === 'destroy-and-run') t.deepEqual(keys, ['Y'], mode);
		}
	}
	for (const mode of ['stage-destroys', 'stage-failed-destroys'] as const) {
		for (const key of ['enter', 'y']) t.deepEqual(commandFor(mode, key), {type: 'refuse-enter'});
	}
});

test('the run keys that arrive everywhere run a query', t => {
	for (const key of ['ctrl+j', 'alt+enter', 'f5']) {
		t.deepEqual(commandFor('editor', key), {type: 'run-query'});
		t.deepEqual(commandFor('editor-running', key), {type: 'run-query'});
	}
});

test('the footer fits its lines, starts with the most important key, and never leaves out the help', t => {
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

test('where there is room the footer tells all that the table has for it', t => {
	const [line] = footerLines('stage-destroys', 198, 1);
	t.is(
		line!.map(piece => piece.text).join(''),
		'Y destroy and run   s skip   e all SQL   d dry run   a run all   b back   ↑ ↓ select   Tab SQL pane   q stop   ? help',
	);
});
