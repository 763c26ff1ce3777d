import type {EditorCommand} from '../../notebook/editor.js';
import type {Command, CommandType, Motion} from '../state/command.js';

/** An entry of the key table, which dispatches keys and provides the footer and the help. */
export type Binding = {
	/** Key names as in `key-press.ts`. */
	readonly keys: readonly string[];
	readonly command: Command;
	/** How the footer and the help describe the keys; absent if another entry covers them. */
	readonly shown?: {
		/** The keys, as displayed. */
		readonly label: string;
		/** A sentence for the help. */
		readonly help: string;
		/** A word or two for the footer; absent if the footer omits the key. */
		readonly footer?: string;
	};
};

type Shown = readonly [label: string, help: string, footer?: string];

export function does(command: CommandType, keys: readonly string[], ...shown: Shown | []): Binding {
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
