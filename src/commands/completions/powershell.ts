import {
	allOptions,
	type CompletedOption,
	completedCommands,
	isWordList,
	programOptions,
	spellings,
} from './completion-model.js';

/** The script for Windows PowerShell 5.1 and PowerShell 7. Without an answer, PowerShell completes the names of files. */
export function powershellScript(): string {
	const values = allOptions.flatMap(option =>
		isWordList(option.values)
			? spellings(option).map(spelling => `${quoted(spelling)} = ${list(option.values as readonly string[])}`)
			: [],
	);
	const files = allOptions
		.filter(({value, values}) => value !== undefined && !isWordList(values))
		.flatMap(spellings);
	const options = completedCommands.map(
		command => `${quoted(command.name)} = @{${texts(command.options).join('; ')}}`,
	);
	const words = completedCommands.flatMap(({name, argument}) =>
		isWordList(argument) ? [`${quoted(name)} = ${list(argument)}`] : [],
	);
	return `# Completions of sparkify-tui for PowerShell, made by: sparkify-tui completions powershell
Register-ArgumentCompleter -Native -CommandName sparkify-tui -ScriptBlock {
	param($wordToComplete, $commandAst, $cursorPosition)
	$commands = [ordered]@{
		${completedCommands.map(({name, text}) => `${quoted(name)} = ${quoted(text)}`).join('\n\t\t')}
	}
	$programOptions = @{
		${texts(programOptions).join('\n\t\t')}
	}
	$options = @{
		${options.join('\n\t\t')}
	}
	$words = @{
		${words.join('\n\t\t')}
	}
	$values = @{
		${values.join('\n\t\t')}
	}
	$files = ${list(files)}
	$typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
	if ($wordToComplete -ne '' -and $typed.Count -gt 0) { $typed = @($typed | Select-Object -SkipLast 1) }
	$command = $typed | Where-Object { $commands.Contains($_) } | Select-Object -First 1
	$previous = $typed | Select-Object -Last 1
	if ($null -ne $previous -and $files -ccontains $previous) { return }
	$found = if ($null -ne $previous -and $values.Contains($previous)) {
		$values[$previous] | ForEach-Object { @{text = $_; about = $_} }
	} elseif ($wordToComplete -like '-*') {
		$known = if ($null -eq $command) { $programOptions } else { $options[$command] }
		$known.GetEnumerator() | Sort-Object Name | ForEach-Object { @{text = $_.Name; about = $_.Value} }
	} elseif ($null -eq $command) {
		$commands.GetEnumerator() | ForEach-Object { @{text = $_.Name; about = $_.Value} }
	} elseif ($words.Contains($command)) {
		$words[$command] | ForEach-Object { @{text = $_; about = $_} }
	}
	$found | Where-Object { $_.text -like "$wordToComplete*" } | ForEach-Object {
		[System.Management.Automation.CompletionResult]::new($_.text, $_.text, 'ParameterValue', $_.about)
	}
}
`;
}

/** By their long names only: `-f` and `-F` would be one key of a hash table. */
function texts(options: readonly CompletedOption[]): readonly string[] {
	return options.map(({name, text}) => `${quoted(`--${name}`)} = ${quoted(text)}`);
}

function list(words: readonly string[]): string {
	return `@(${words.map(quoted).join(', ')})`;
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}
