import type {EditorCommand} from '../../notebook/editor.js';
import type {Binding} from '../state/binding.js';
import type {Command, CommandType, Motion} from '../state/command.js';

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
