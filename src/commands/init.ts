import {existsSync} from 'node:fs';
import {dirname} from 'node:path';
import {pathKind} from '../config/simple-values.js';
import {configText, requireWritable, templatePath, writeConfig} from '../config/write-config.js';
import {exitCode, UsageError} from '../errors.js';
import {safeText} from '../format/safe-text.js';
import {readLine} from '../plain/ask.js';
import {askSecret} from '../plain/ask-secret.js';
import {wrapForTerminal} from '../plain/wrap-indented.js';
import {askConfiguration} from './ask-configuration.js';
import {untilInterrupted} from './interruption.js';
import type {InitInvocation} from './invocation.js';
import {type PromptIo, Prompts} from './prompts.js';

/** `init`: asks for a configuration and writes dwh.cfg. Returns the exit code. */
export async function init({path}: InitInvocation): Promise<number> {
	const {stdin, stderr} = process;
	if (!stdin.isTTY || !stderr.isTTY) {
		throw new UsageError({
			message: 'init asks questions and needs a terminal.',
			advice: `Run it on a terminal, or copy ${templatePath} to ${path} and edit it.`,
		});
	}
	requireFolder(path);
	return untilInterrupted(
		async signal => {
			const io: PromptIo = {
				say: text => stderr.write(`${wrapForTerminal(text, stderr).join('\n')}\n`),
				async readLine(question) {
					stderr.write(safeText(question));
					const typed = await readLine(stdin, signal);
					if (typed === undefined && !signal.aborted) stderr.write('\n');
					return typed;
				},
				readSecret: question => askSecret(safeText(question), stdin, text => stderr.write(text), signal),
			};
			return ask(path, io);
		},
		() => stderr.write('\nCancelled. Nothing was written.\n'),
	);
}

async function ask(path: string, io: PromptIo): Promise<number> {
	const {env} = process;
	const prompts = new Prompts(io, env, dirname(path));
	if (existsSync(path)) {
		io.say(`${path} already exists.`);
		const answer = await prompts.choose('Replace it? y or n', ['n', 'y']);
		if (answer === 'n') {
			io.say('Cancelled. Nothing was written.');
			return exitCode.interrupted;
		}
	}
	io.say(`This writes ${path}. Press Enter for the value in brackets, Ctrl+C to cancel without writing.`);
	await askConfiguration(prompts, env);
	writeConfig(path, configText(prompts.values));
	const option = path === 'dwh.cfg' ? '' : ` --config ${path}`;
	io.say(`${path} written, readable only by you. Next, run: sparkify-tui${option}`);
	return exitCode.done;
}

/** Checks before the first question that the file can be written. */
function requireFolder(path: string): void {
	const folder = dirname(path);
	if (pathKind(path) === 'folder')
		throw new UsageError({message: `${path} is a folder.`, advice: 'Name a file to write.'});
	if (pathKind(folder) !== 'folder') {
		throw new UsageError({message: `The folder ${folder} does not exist; cannot write ${path}.`});
	}
	requireWritable(path);
}
