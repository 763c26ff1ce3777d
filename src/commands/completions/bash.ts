import {
	allOptions,
	type CompletedCommand,
	type CompletedOption,
	completedCommands,
	isWordList,
	programOptions,
	spellings,
} from './completion-model.js';

/**
The script for bash 3.2, which macOS has, and newer. An empty answer completes the names of files, as `complete -o
default` says.
*/
export function bashScript(): string {
	const names = completedCommands.map(({name}) => name);
	const withValue = allOptions.filter(({value}) => value !== undefined).flatMap(spellings);
	return `# Completions of sparkify-tui for bash, made by: sparkify-tui completions bash
_sparkify_tui() {
	local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command='' choices='' i
	COMPREPLY=()
	# bash makes three words of --format=csv.
	if [[ $word == = ]]; then
		word=''
	elif [[ $previous == = ]]; then
		previous=\${COMP_WORDS[COMP_CWORD-2]}
	fi
	for ((i = 1; i < COMP_CWORD; i++)); do
		case \${COMP_WORDS[i-1]} in
			${withValue.join('|')}) continue ;;
		esac
		case \${COMP_WORDS[i]} in
			${names.join('|')}) command=\${COMP_WORDS[i]}; break ;;
		esac
	done
	case $previous in
${allOptions.flatMap(valueCase).join('\n')}
		*)
			case $command in
${completedCommands.map(commandCase).join('\n')}
				*) if [[ $word == -* ]]; then choices='${programOptions.flatMap(spellings).join(' ')}'; else choices='${names.join(' ')}'; fi ;;
			esac
			;;
	esac
	COMPREPLY=($(compgen -W "$choices" -- "$word"))
}
complete -o default -F _sparkify_tui sparkify-tui
`;
}

function valueCase(option: CompletedOption): readonly string[] {
	if (option.value === undefined) return [];
	const choices = isWordList(option.values) ? `choices='${option.values.join(' ')}'` : 'return';
	return [`\t\t${spellings(option).join('|')}) ${choices} ;;`];
}

/** Options are offered after a dash, and if there is nothing else. */
function commandCase({name, options, argument}: CompletedCommand): string {
	const typed = options.flatMap(spellings).join(' ');
	if (argument === undefined) return `\t\t\t\t${name}) choices='${typed}' ;;`;
	const otherwise = isWordList(argument) ? `choices='${argument.join(' ')}'` : 'return';
	return `\t\t\t\t${name}) if [[ $word == -* ]]; then choices='${typed}'; else ${otherwise}; fi ;;`;
}
