import test from 'ava';
import {commandNames, optionNames, options} from '../../src/commands/command-table.js';
import {helpText} from '../../src/commands/help-text.js';
import {stageIds} from '../../src/star/stages.js';

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
