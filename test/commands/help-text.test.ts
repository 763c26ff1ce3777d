import test from 'ava';
import {commandNames, optionNames, options} from '../../src/commands/command-table.js';
import {commandHelps, helpText, programExamples} from '../../src/commands/help-text.js';
import {stageIds} from '../../src/star/stages.js';
import {enterExampleFolder, parseDocumented} from '../docs/documented-commands.js';
import {shellCommands} from '../support/shell-words.js';

const topics = [undefined, ...commandNames];

test('names every command and the common options', t => {
	const text = helpText(undefined);
	for (const name of commandNames) t.true(text.includes(`sparkify-tui ${name} `), name);
	for (const name of ['config', 'engine', 'database', 'data', 'max-errors', 'help', 'version']) {
		t.true(text.includes(` --${name} `), name);
	}
	t.true(text.includes('\n  -c, --config FILE '));
	t.true(text.includes('\n      --no-color '));
	t.false(text.includes('--stage'));
});

test('lists the options of a command in its help only', t => {
	for (const command of commandNames) {
		const text = helpText(command);
		for (const name of optionNames.filter(option => options[option].commands !== undefined)) {
			t.is(
				new RegExp(`^ .{4} --${name} `, 'm').test(text),
				options[name].commands!.includes(command),
				`${command} --${name}`,
			);
		}
	}
});

test('names every stage and the behavior without a terminal in the help of load', t => {
	const text = helpText('load').replaceAll(/\s+/g, ' ');
	t.true(text.includes(`Stages: ${stageIds.join(', ')}.`));
	t.true(text.includes('Without a terminal it asks nothing; if data would be destroyed, it changes nothing'));
});

test('lists the exit codes and fits 80 columns in every help text', t => {
	for (const topic of topics) {
		const text = helpText(topic);
		for (const code of ['0', '1', '2', '3', '130']) t.regex(text, new RegExp(`^  ${code}  `, 'm'));
		t.deepEqual(
			text.split('\n').filter(line => line.length > 80),
			[],
		);
		t.true(text.endsWith('\n'));
	}
});

test('has examples that the program accepts, for every command', t => {
	const examples = [...commandNames.map(name => commandHelps[name].examples), programExamples].flat();
	enterExampleFolder(t);
	for (const {command} of examples) {
		const line = shellCommands(command).find(([program]) => program === 'sparkify-tui') ?? [];
		t.notThrows(() => parseDocumented(line.slice(1), command.includes('|')), command);
	}
	for (const name of commandNames)
		t.true(
			helpText(name).includes(`  # ${commandHelps[name].examples[0]!.text}\n  sparkify-tui ${name}`),
			name,
		);
});
