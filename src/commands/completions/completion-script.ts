import type {Shell} from '../command-table.js';
import {bashScript} from './bash.js';
import {fishScript} from './fish.js';
import {powershellScript} from './powershell.js';
import {zshScript} from './zsh.js';

/** The script that completes the program's commands in a shell. Ends with a line feed. */
export function completionScript(shell: Shell): string {
	switch (shell) {
		case 'bash':
			return bashScript();
		case 'zsh':
			return zshScript();
		case 'fish':
			return fishScript();
		case 'powershell':
			return powershellScript();
	}
}
