import type {Completion} from '../command-table.js';
import {
	type CompletedCommand,
	type CompletedOption,
	completedCommands,
	isWordList,
	programOptions,
} from './completion-model.js';

/** The script for zsh, to be evaluated after `compinit` or saved as `_sparkify-tui` in a folder of `$fpath`. */
export function zshScript(): string {
	const commands = completedCommands.map(({name, text}) => quoted(`${name}:${text.replaceAll(':', '\\:')}`));
	return `#compdef sparkify-tui
# Completions of sparkify-tui for zsh, made by: sparkify-tui completions zsh
_sparkify-tui() {
	local context state state_descr line
	typeset -A opt_args
	local -a commands=(
		${commands.join('\n\t\t')}
	)
	_arguments -C \\
		${[...programOptions.map(optionSpec), "'1: :->command'", "'*:: :->argument'"].join(' \\\n\t\t')}
	case $state in
		command) _describe -t commands command commands ;;
		argument)
			case $words[1] in
${completedCommands.map(commandCase).join('\n')}
			esac
			;;
	esac
}
# As a file in $fpath, this is the body of the function itself.
if [[ $funcstack[1] == _sparkify-tui ]]; then
	_sparkify-tui "$@"
else
	compdef _sparkify-tui sparkify-tui
fi
`;
}

function commandCase({name, options, argument}: CompletedCommand): string {
	const specs = [
		...options.map(optionSpec),
		...(argument === undefined ? [] : [`'1: :${action(argument)}'`]),
	];
	return `\t\t\t\t${name}) _arguments ${specs.join(' ')} ;;`;
}

/** An option with a value may be repeated: the last one counts, or all. */
function optionSpec({name, short, text, value, values}: CompletedOption): string {
	const about = `[${text.replaceAll(/[[\]:]/g, '\\$&')}]`;
	if (value === undefined) {
		return short === undefined
			? quoted(`--${name}${about}`)
			: `${quoted(`(-${short} --${name})`)}{-${short},--${name}}${quoted(about)}`;
	}
	const argument = `:${value.replaceAll(':', '\\:')}:${values === undefined ? '' : action(values)}`;
	return short === undefined
		? quoted(`*--${name}=${about}${argument}`)
		: `'*'{-${short},--${name}=}${quoted(`${about}${argument}`)}`;
}

function action(completion: Completion): string {
	if (isWordList(completion)) return `(${completion.join(' ')})`;
	return completion === 'folders' ? '_files -/' : '_files';
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}
