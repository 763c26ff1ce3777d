import test from 'ava';
import {footerItems, keyNames, keyTable} from '../../../src/ui/keys/key-table.js';
import {remapKeys} from '../../../src/ui/keys/remap-keys.js';
import {terminalKeys} from '../../../src/ui/keys/terminal-keys.js';

const inCode = {TERM_PROGRAM: 'vscode'};

test('shows Alt+Enter in the terminal of VS Code, which keeps Ctrl+J for itself', t => {
	const table = terminalKeys(keyTable, inCode);
	const run = ({words}: {readonly words: string}) => words === 'run';
	t.is(footerItems('input', [], keyTable).find(run)?.label, 'Ctrl+J');
	t.is(footerItems('input', [], table).find(run)?.label, 'Alt+Enter');
	t.is(keyNames(table, 'editor')('run-cell'), 'Alt+Enter');
	// It may be set up to pass the others on.
	const keys = table.input.find(({command}) => command.type === 'run-cell')?.keys ?? [];
	t.true(['ctrl+j', 'f5'].every(key => keys.includes(key)));
});

test('leaves other terminals and the keys of the user alone', t => {
	t.is(terminalKeys(keyTable, {TERM_PROGRAM: 'iTerm.app'}), keyTable);
	const {table} = remapKeys([{scope: 'editor', command: 'run-cell', keys: 'ctrl+o', place: 'config.ini:2'}]);
	t.deepEqual(terminalKeys(table, inCode).editor, table.editor);
});
