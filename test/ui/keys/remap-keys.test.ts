import test from 'ava';
import {keyLines} from '../../../src/commands/keys.js';
import {parseSettingsFile} from '../../../src/config/settings-file.js';
import {keyScopeNames, keyScopes} from '../../../src/ui/keys/key-scopes.js';
import {commandFor, footerItems, keyTable} from '../../../src/ui/keys/key-table.js';
import {parseKeys} from '../../../src/ui/keys/parse-keys.js';
import {remapKeys} from '../../../src/ui/keys/remap-keys.js';
import {helpLines} from '../../../src/ui/lines/help-lines.js';
import type {KeyMode} from '../../../src/ui/state/mode.js';
import {TestNotebook, textOf} from '../harness.js';

/** The keys of files; the first wins. */
function remap(...texts: readonly string[]) {
	const names = texts.length === 1 ? ['config.ini'] : ['sparkify.ini', 'config.ini'];
	const entries = texts.flatMap((text, i) => parseSettingsFile(text, names[i]!).file.keys);
	const {table, problems, placeOf} = remapKeys(entries);
	return {
		table,
		placeOf,
		problems: problems.map(({message, advice = ''}) => `${message} ${advice}`.trim()),
		does: (mode: KeyMode, key: string) => commandFor(mode, key, table)?.type,
	};
}

const choose = 'Give one of them another key, or none.';

test('names keys as the table does, and says what is none', t => {
	t.deepEqual(parseKeys('r, Ctrl+R , alt+Enter,F5, space, comma, d d, ctrl+x ctrl+e, ?, G'), [
		'r',
		'ctrl+r',
		'alt+enter',
		'f5',
		' ',
		',',
		'd d',
		'ctrl+x ctrl+e',
		'?',
		'G',
	]);
	t.deepEqual(parseKeys('none'), []);
	t.deepEqual(parseKeys('Shift+Ctrl+Left'), ['ctrl+shift+left']);
	t.regex(String(parseKeys('hyper+x')), /^"hyper\+x" is not a key\./);
	t.regex(String(parseKeys('a,')), /^"" is not a key\./);
	t.is(parseKeys('a b c'), '"a b c" has more than two keys');
	t.is(parseKeys('ctrl+i'), "ctrl+i can't be told from tab, which terminals send for it");
	t.is(parseKeys('shift+r'), '"shift+r": write the character that Shift types, e.g. R');
});

test('has a name for every part of the table', t => {
	const named = Object.values<readonly KeyMode[]>(keyScopes).flat();
	t.deepEqual(named.toSorted(), (Object.keys(keyTable) as KeyMode[]).toSorted());
});

test('keeps the table without settings', t => {
	t.is(remap('').table, keyTable);
});

test('changes the keys of a command where it exists, or in one place only', t => {
	const settings = '[keys]\nrun-stale = u\n[keys cells]\nrun-cell = X, ctrl+j\n';
	const {does, table, placeOf, problems} = remap(settings);
	t.deepEqual(problems, []);
	t.is(does('cells', 'u'), 'run-stale');
	t.is(does('load-row', 'u'), 'run-stale');
	t.is(does('cells', '.'), undefined);
	t.is(does('cells', 'X'), 'run-cell');
	t.is(does('cells', 'r'), undefined);
	t.is(does('cells-running', 'X'), 'run-cell');
	t.is(does('input', 'ctrl+j'), 'run-cell');
	t.deepEqual(table.result, keyTable.result);
	t.deepEqual([placeOf('cells', 'run-cell'), placeOf('input', 'run-cell')], ['config.ini:4', undefined]);
});

test("lets the project's keys win over the user's, and those of a place over the others", t => {
	const {does, problems} = remap(
		'[keys]\nrun-stale = u\n[keys cells]\nrun-stale = v\n',
		'[keys cells]\nrun-stale = w\n[keys]\nnext-chart = C\n',
	);
	t.deepEqual(problems, []);
	t.is(does('cells', 'v'), 'run-stale');
	for (const key of ['u', 'w', '.']) t.is(does('cells', key), undefined, key);
	t.is(does('cells', 'C'), 'next-chart');
});

test('reports conflicts with both places', t => {
	t.deepEqual(remap('[keys]\nrun-stale = u\n', '[keys]\nnext-chart = u\n').problems, [
		`sparkify.ini:2: run-stale = u conflicts with next-chart = u (config.ini:2) in cells. ${choose}`,
	]);
	t.deepEqual(remap('[keys cells]\nrun-stale = m\n').problems, [
		`config.ini:2: run-stale = m conflicts with more-rows = m (the default) in cells. ${choose}`,
	]);
	t.deepEqual(remap('[keys cells]\nrun-stale = d\n').problems, [
		`config.ini:2: run-stale = d conflicts with delete-cell = dd (the default) in cells. ${choose}`,
	]);
	t.deepEqual(remap('[keys cells]\nrun-stale = d\ndelete-cell = x x\n').problems, []);
});

test('reports commands, places and keys that do not exist or cannot be changed', t => {
	const {problems, table} = remap(`[keys cell]
run-cell = r
[keys cells]
run-cel = r
interrupt = x
run-stale = Ctrl+C
next-chart = x+y
[keys editor]
edit-undo = u
[keys result]
close = none
`);
	t.deepEqual(problems, [
		'config.ini:2: There is no [keys cell]. The sections are [keys] and [keys NAME], with stages, text, start, files, use-data, setup-question, setup, cells, editor, completion, history-search, gallery, result, record, prompt, confirm-quit.',
		'config.ini:4: There is no command run-cel in cells. sparkify-tui keys lists the commands.',
		"config.ini:5: The keys of interrupt can't be changed.",
		'config.ini:6: run-stale: ctrl+c always cancels or quits. Choose another.',
		'config.ini:7: next-chart: "x+y" is not a key. Examples: r, ctrl+r, alt+enter, f5, space, d d.',
		'config.ini:9: edit-undo: u types itself in editor. Choose a key with Ctrl or Alt, or a function key.',
		'config.ini:11: close must have a key.',
	]);
	t.deepEqual(table, keyTable);
});

test('shows the changed keys in the footer, the help and the list of keys', t => {
	const remapped = remap('[keys cells]\nrun-cell = X, f5\nscroll-up = p\n');
	t.deepEqual(remapped.problems, []);
	const footer = footerItems('cells', [], remapped.table).map(({label, words}) => `${label} ${words}`);
	t.true(footer.includes('X F5 run'), footer.join(' | '));
	t.true(footer.includes('↓ p select'));
	const help = textOf(helpLines({type: 'cells'}, 100, remapped.table)).map(line => line.trimEnd());
	t.true(help.includes(`  X F5${' '.repeat(16)}Runs the cell.`), help.slice(0, 8).join('\n'));
	t.true(help.includes(`  ↓ p${' '.repeat(17)}Selects a cell.`));
	const listed = keyLines(remapped, 80);
	t.true(listed.includes('run-cell = X, f5   (config.ini:2)'));
	t.true(listed.includes('open-result = space   (default)'));
	t.is(listed.filter(line => line.startsWith('[keys ')).length, keyScopeNames.length);
});

test('dispatches the changed keys in the notebook', async t => {
	const {table} = remap('[keys cells]\ninsert-above = x\n');
	const notebook = await TestNotebook.open({}, {columns: 80, rows: 24}, {keys: table});
	await notebook.load();
	await notebook.press('esc', 'a');
	t.is(notebook.state.notice, 'a does nothing here · ? shows the keys.');
	await notebook.press('x');
	t.is(notebook.state.document.cells.length, 2);
});
