import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fillTemplate} from '../config/config-template.js';
import {pathKind} from '../config/path-kind.js';
import {requireWritable, writeConfig} from '../config/write-config.js';
import {exitCode, UsageError} from '../errors.js';
import {safeText} from '../format/safe-text.js';
import {packageRoot} from '../package-root.js';
import {readLine} from '../plain/ask.js';
import {askSecret} from '../plain/ask-secret.js';
import {askConfiguration} from './ask-configuration.js';
import {untilInterrupted} from './interruption.js';
import type {InitInvocation} from './invocation.js';
import {type PromptIo, Prompts} from './prompts.js';
import {wrapForTerminal} from './wrap-for-terminal.js';

const template = join(packageRoot, 'dwh.cfg.example');

/** `init`: asks, and writes a dwh.cfg. Answers the exit code. */
export async function init({path}: InitInvocation): Promise<number> {
	const {stdin, stderr} = process;
	if (!stdin.isTTY || !stderr.isTTY) {
		throw new UsageError({
			message: 'init asks questions, and there is no terminal to ask them on.',
			advice: `Or copy ${template} to ${path} and fill it in.`,
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
		() => stderr.write('\nStopped: nothing was written.\n'),
	);
}

async function ask(path: string, io: PromptIo): Promise<number> {
	const {env} = process;
	const prompts = new Prompts(io, env, dirname(path));
	if (existsSync(path)) {
		io.say(`${path} is there already.`);
		const answer = await prompts.choose('Write a new one in its place? y or n', ['n', 'y']);
		if (answer === 'n') {
			io.say('Stopped: nothing was written.');
			return exitCode.interrupted;
		}
	}
	io.say(`This writes ${path}. Enter takes what stands in brackets; Ctrl+C stops, and nothing is written.`);
	await askConfiguration(prompts, env);
	writeConfig(path, fillTemplate(readFileSync(template, 'utf8'), prompts.values));
	const option = path === 'dwh.cfg' ? '' : ` --config ${path}`;
	io.say(`${path} is written, for your eyes only. Go on with: sparkify-tui${option}`);
	return exitCode.done;
}

/** Better known before the questions than after them. */
function requireFolder(path: string): void {
	const folder = dirname(path);
	if (pathKind(path) === 'folder')
		throw new UsageError({message: `${path} is a folder.`, advice: 'Name a file to write.'});
	if (pathKind(folder) !== 'folder') {
		throw new UsageError({message: `There is no folder ${folder} to write ${path} to.`});
	}
	requireWritable(path);
}
