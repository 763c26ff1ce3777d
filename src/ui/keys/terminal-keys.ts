import type {Binding, KeyTable} from '../state/binding.js';

/**
The key table as it is shown in this terminal. That of VS Code keeps Ctrl+J, except on macOS, and F5 for itself unless its
setting terminal.integrated.commandsToSkipShell says otherwise; of the keys that run a cell, Alt+Enter arrives.
*/
export function terminalKeys(table: KeyTable, {TERM_PROGRAM}: NodeJS.ProcessEnv): KeyTable {
	if (TERM_PROGRAM !== 'vscode') return table;
	const modes = Object.entries(table).map(([mode, bindings]) => [mode, bindings.map(withAltEnter)]);
	return Object.fromEntries(modes) as KeyTable;
}

/** Shows Alt+Enter in place of Ctrl+J, unless the user has chosen other keys. */
function withAltEnter(binding: Binding): Binding {
	const {command, keys, shown} = binding;
	if (command.type !== 'run-cell' || shown?.label !== 'Ctrl+J' || !keys.includes('alt+enter')) return binding;
	return {
		command,
		keys: ['alt+enter', ...keys.filter(key => key !== 'alt+enter')],
		shown: {
			...shown,
			label: 'Alt+Enter',
			help: 'Runs the cell as it is. VS Code keeps Ctrl+J and F5 for itself.',
		},
	};
}
