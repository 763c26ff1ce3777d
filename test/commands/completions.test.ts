import {spawnSync} from 'node:child_process';
import test from 'ava';
import {commandNames, optionsOf, resultFormats, shells} from '../../src/commands/command-table.js';
import {completionScript} from '../../src/commands/completions/completion-script.js';
import {stageIds} from '../../src/star/stages.js';
import {run, workFolder} from './run-program.js';

/** What bash offers at the end of each command line. The last word is the one to complete. */
function completedByBash(lines: readonly (readonly string[])[]): readonly (readonly string[])[] {
	const calls = lines.map(words => {
		const typed = words.map(word => `'${word}'`).join(' ');
		return `COMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _sparkify_tui; echo "\${COMPREPLY[*]}"`;
	});
	const {stdout, stderr, status} = spawnSync('bash', ['--norc', '-u'], {
		encoding: 'utf8',
		input: `${completionScript('bash')}\n${calls.join('\n')}\n`,
	});
	if (status !== 0 || stderr !== '') throw new Error(`bash: ${stderr}`);
	return stdout
		.split('\n')
		.slice(0, -1)
		.map(line => line.split(' ').filter(word => word !== ''));
}

test('completes commands, options and values in bash', t => {
	const cases: readonly (readonly [words: string, offered: readonly string[]])[] = [
		['', [...commandNames, 'help', 'version']],
		['qu', ['query']],
		['load --s', ['--stage', '--schema-drift']],
		['load --schema-drift w', ['warn']],
		['load --stage stage', stageIds.filter(id => id.startsWith('stage'))],
		// The value of an option is not a command.
		['--database load query --lim', ['--limit']],
		['query --format ', resultFormats],
		['query --format = nd', ['ndjson']],
		['parity --with d', ['duckdb']],
		['completions ', shells],
		['help ge', ['generate']],
		// bash offers the files.
		['open ', []],
		['run --report ', []],
	];
	t.deepEqual(
		completedByBash(cases.map(([words]) => ['sparkify-tui', ...words.split(' ')])),
		cases.map(([, offered]) => offered),
	);
});

test('offers every command, and every option where it belongs, in each shell', t => {
	const places: Readonly<Record<(typeof shells)[number], (command: string, option: string) => RegExp>> = {
		bash: (command, option) => new RegExp(`^\\s+${command}\\) .*--${option}[ ']`, 'm'),
		zsh: (command, option) => new RegExp(`^\\s+${command}\\) _arguments .*--${option}[\\[=,')}]`, 'm'),
		fish: (command, option) =>
			new RegExp(`^complete -c sparkify-tui -n '__fish_seen_subcommand_from ${command}' -l ${option} `, 'm'),
		powershell: (command, option) => new RegExp(`^\\s+'${command}' = @\\{.*'--${option}' = '`, 'm'),
	};
	for (const shell of shells) {
		const script = completionScript(shell);
		for (const command of commandNames) {
			t.true(script.includes(command), `${shell}: ${command}`);
			const {own, common} = optionsOf(command);
			for (const option of [...own, ...common])
				t.regex(script, places[shell](command, option), `${shell}: ${command} --${option}`);
		}
		t.notRegex(script, places[shell]('open', 'stage'), shell);
		for (const word of [...stageIds, ...resultFormats]) t.true(script.includes(word), `${shell}: ${word}`);
	}
});

test('quotes the texts of options for each shell', t => {
	t.true(completionScript('zsh').includes(`'*--set=[the value of the parameter \\:NAME; can be repeated]`));
	t.true(completionScript('fish').includes(`-a query -d 'run SQL and print the result'`));
	t.true(completionScript('powershell').includes(`'query' = 'run SQL and print the result'`));
});

test('prints the script, and names the shells when asked for another', async t => {
	const folder = workFolder(t);
	const {code, stdout, stderr} = await run(folder, ['completions', 'fish']);
	t.deepEqual({code, stdout, stderr}, {code: 0, stdout: completionScript('fish'), stderr: ''});
	const wrong = await run(folder, ['completions', 'fisch']);
	t.is(wrong.code, 2);
	t.regex(
		wrong.stderr,
		/Unknown shell "fisch"; the shells are bash, zsh, fish, powershell\. Did you mean fish\?/,
	);
	const none = await run(folder, ['completions']);
	t.is(none.code, 2);
	t.regex(none.stderr, /completions needs a shell: sparkify-tui completions bash\|zsh\|fish\|powershell\./);
});
