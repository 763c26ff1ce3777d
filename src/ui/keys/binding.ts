import type {EditorCommand} from '../../notebook/editor.js';
import type {Command, CommandName, Motion} from '../command.js';

/** One line of the key table: it dispatches the keys and prints the footer and the help. */
export type Binding = {
	/** Names as `key-press.ts` gives them. */
	readonly keys: readonly string[];
	readonly command: Command;
	/** What a person is told; absent where another line tells it. */
	readonly shown?: {
		/** The keys as a person reads them. */
		readonly label: string;
		/** A sentence for the help. */
		readonly help: string;
		/** A word or two for the footer; absent where it leaves the key out. */
		readonly footer?: string;
	};
};

/** The keys as a person reads them, a sentence for the help, and a word or two for the footer. */
type Shown = readonly [label: string, help: string, footer?: string];

export function does(command: CommandName, keys: readonly string[], ...shown: Shown | []): Binding {
	return binding({type: command}, keys, shown);
}

export function edits(edit: EditorCommand, keys: readonly string[], ...shown: Shown | []): Binding {
	return binding({type: 'edit', edit}, keys, shown);
}

export function scrolls(to: Motion, keys: readonly string[], ...shown: Shown | []): Binding {
	return binding({type: 'scroll', to}, keys, shown);
}

function binding(command: Command, keys: readonly string[], [label, help, footer]: Shown | []): Binding {
	if (label === undefined || help === undefined) return {keys, command};
	return {keys, command, shown: {label, help, ...(footer !== undefined && {footer})}};
}
