import {resolve} from 'node:path';
import process from 'node:process';
import {CancelledError, type Failure, SparkifyError} from '../../errors.js';
import {bytes, plural} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import type {BrowsedFolder, FolderContents, LookedAt} from '../../source/browse/browsed.js';
import type {RecordKind, Source} from '../../source/source.js';
import type {Notebook} from '../../ui/control/assemble.js';
import type {Setup} from '../../ui/control/setup.js';
import {contentsSentence, nameIn, previewText} from '../../ui/lines/browse-lines.js';
import type {Line} from '../../ui/lines/line.js';
import type {SetupMode} from '../../ui/lines/screen-lines.js';
import {shownPlace} from '../../ui/lines/shown-place.js';
import {choiceLines, chosenDataLines} from '../../ui/lines/start-lines.js';
import {checksResult, setupTexts} from '../../ui/lines/warehouse-setup-lines.js';
import type {KeyTable} from '../../ui/state/binding.js';
import {isPath} from '../../ui/state/browse.js';
import type {CommandType} from '../../ui/state/command.js';
import type {BrowseMode, Mode, UseDataMode} from '../../ui/state/mode.js';
import {startChoices} from '../../ui/state/start-choices.js';
import type {SetupAnswers, SetupChecks, SetupQuestion, SetupReport} from '../../ui/state/warehouse-setup.js';
import {askSecret} from '../ask-secret.js';
import type {LineReader, Typed} from './line-reader.js';
import {readStageAnswer, stageQuestion} from './stage-card.js';

export type SetupPromptsOptions = {
	readonly front: Notebook;
	readonly setup: Setup;
	readonly reader: LineReader;
	readonly table: KeyTable;
	/** The name of the warehouse into which chosen files are loaded. */
	readonly warehouse: string;
	/** Width of the terminal. */
	readonly columns: () => number;
	readonly write: (text: string) => void;
	readonly say: (...lines: readonly string[]) => void;
	/** Asks, until the mode is another. */
	readonly answerTo: (mode: Mode, prompt?: string) => Promise<Typed>;
};

/** Modes that set up what is loaded, and where. */
export type SetupPromptMode = SetupMode | BrowseMode;

/** Names that are listed of a folder. */
const maxNames = 20;
const statusWords: Readonly<Record<SetupReport['status'], string>> = {
	ok: 'ok',
	failed: 'FAILED',
	none: 'not checked',
};

/** The choices of the first run as questions: the sample, files, or a warehouse. */
export function createSetupPrompts({
	front: {store, controller},
	setup,
	reader,
	table,
	warehouse,
	columns,
	write,
	say,
	answerTo,
}: SetupPromptsOptions) {
	/** The mode whose explanation was printed last. After a wrong answer, only the question is asked again. */
	let explained: Mode['type'] | undefined;
	let reported = 0;
	/** The explanation of a question that was printed last. Only a complaint is added when it is asked again. */
	let asked: readonly string[] = [];

	const explain = ({type}: Mode, ...lines: readonly string[]) => {
		if (explained !== type) say('', ...lines);
		explained = type;
	};
	const refuse = (text: string) => say(`${text === '' ? 'Enter' : `"${safeText(text)}"`} is not an answer.`);

	/** Reads a line; undefined if the user leaves the question. */
	async function lineFor(mode: Mode, leave: CommandType, prompt?: string): Promise<string | undefined> {
		const typed = await answerTo(mode, prompt);
		if (typed.type === 'line') return typed.text.trim();
		if (typed.type !== 'closed') controller.perform(typed.type === 'end' ? 'quit' : leave);
		return undefined;
	}

	/** Asks for one of the words for the keys of a mode. */
	async function askWord(
		mode: UseDataMode | SetupChecks,
		leave: CommandType,
		idle: readonly CommandType[],
	): Promise<void> {
		const unusable: readonly CommandType[] = ['help', ...idle];
		say(stageQuestion(mode.type, unusable, table));
		const text = await lineFor(mode, leave);
		if (text === undefined) return;
		const answer = readStageAnswer(mode.type, text, table);
		if (answer === undefined || 'stage' in answer || unusable.includes(answer.command)) refuse(text);
		else controller.perform(answer.command);
	}

	async function answerStart(mode: Mode): Promise<void> {
		explain(mode, ...textOf(choiceLines(undefined, columns() - 1, true)));
		say(`Type a number from 1 to ${startChoices.length}, or quit. Enter takes 1.`);
		const text = await lineFor(mode, 'interrupt');
		if (text === undefined) return;
		if (/^q(?:uit)?$/i.test(text)) return controller.perform('quit');
		const number = text === '' ? 1 : Number(text);
		if (startChoices[number - 1] === undefined) return refuse(text);
		explained = undefined;
		controller.perform('choose-start-number', String(number));
	}

	async function answerBrowse(mode: BrowseMode): Promise<void> {
		explain(
			mode,
			'Which folder or s3:// prefix holds the events and the songs? Or name the folder of one, then that of the other.',
			`Enter alone takes this folder, ${shownPlace(process.cwd())}; back returns.`,
		);
		const text = await lineFor(mode, 'browse-close', 'folder> ');
		if (text === undefined) return;
		if (text === 'back') return controller.perform('browse-close');
		controller.paste(isPath(text) && !text.startsWith('.') ? text : resolve(text));
		controller.perform('browse-open');
		await untilTrue(() => isRead(store.getState().mode));
		const {mode: read} = store.getState();
		if (read.type !== 'browse') return;
		// An incomplete address opens nothing.
		if (read.text !== '') return controller.perform('browse-close');
		const {folder, detail} = read;
		if (folder.state === 'failed') return sayFailure(folder.failure);
		if (detail?.result.state === 'failed') return sayFailure(detail.result.failure);
		if (folder.state !== 'done' || detail?.type !== 'contents' || detail.result.state !== 'done') return;
		sayContents(detail.result.value, folder.value);
		if (detail.result.value.type !== 'neither') controller.perform('browse-use');
	}

	/** Resolves when a change makes a condition true. */
	async function untilTrue(isTrue: () => boolean): Promise<void> {
		return new Promise(settle => {
			const check = () => {
				if (!isTrue()) return;
				stop();
				settle();
			};
			const stop = store.subscribe(check);
			check();
		});
	}

	function sayContents(contents: FolderContents, {place, entries}: BrowsedFolder): void {
		const lookedAt: readonly LookedAt[] =
			contents.type === 'neither'
				? []
				: contents.type === 'both'
					? [contents.lookedAt.events, contents.lookedAt.songs]
					: [contents];
		say(`${shownPlace(place)}: ${contentsSentence(contents)}`);
		for (const {file, preview} of lookedAt)
			say(
				`The first record of ${nameIn(place, file)}:`,
				...previewText({records: preview.records.slice(0, 1)})
					.split('\n')
					.map(line => `    ${line}`),
			);
		if (contents.type !== 'neither') return;
		const names = entries.map(({name, isFolder}) => safeText(`${name}${isFolder ? '/' : ''}`));
		const others = names.length > maxNames ? [`and ${names.length - maxNames} more`] : [];
		say(safeText(contents.why));
		if (names.length > 0) say(`In it: ${[...names.slice(0, maxNames), ...others].join(', ')}`);
	}

	async function answerUseData(mode: UseDataMode): Promise<void> {
		if (explained !== mode.type) {
			const source = setup.openData(mode.data);
			const figures = 'message' in source ? [] : await figuresOf(source, mode);
			// Left while the files were listed.
			if (store.getState().mode !== mode) return;
			explain(mode, ...textOf(chosenDataLines(mode, safeText(warehouse), columns() - 1)), ...figures);
		}
		await askWord(mode, 'close', mode.configLines === undefined ? [] : ['save-data']);
	}

	/** The number and size of the chosen files. */
	async function figuresOf(source: Source, mode: Mode): Promise<readonly string[]> {
		const leaving = new AbortController();
		const stop = store.subscribe(() => {
			if (store.getState().mode !== mode) leaving.abort();
		});
		const figures = async (kind: RecordKind, title: string) => {
			try {
				const {files, bytes: size} = await source.inventory(kind, {signal: leaving.signal});
				return `${title}: ${plural(files.length, 'file')}, ${bytes(size)}.`;
			} catch (error) {
				if (!(error instanceof SparkifyError)) throw error;
				return safeText(`${title}: not listed. ${error.failure.message}`);
			}
		};
		const lines = await Promise.all([figures('events', 'Events'), figures('songs', 'Songs')]);
		stop();
		return lines;
	}

	async function answerQuestion(mode: SetupQuestion): Promise<void> {
		const {label, about, isSecret, text: earlier, number} = mode;
		if (number === 1 && explained !== mode.type) asked = [];
		if (number === 1) explain(mode, `${setupTexts.title}. ${setupTexts.promise} Ctrl+C leaves.`);
		const isKnown = asked.length > 0 && asked.every((line, index) => about[index] === line);
		say(...(isKnown ? about.slice(asked.length) : ['', ...about]).map(safeText));
		if (!isKnown) asked = about;
		const prompt = `${safeText(label)}${earlier === '' ? '' : ` (Enter keeps ${safeText(earlier)})`}: `;
		const text = isSecret ? await secretFor(prompt) : await lineFor(mode, 'setup-leave', prompt);
		if (text === undefined) return;
		store.dispatch({type: 'answer-typed', text: text === '' ? earlier : text});
		const {mode: answered} = store.getState();
		controller.perform('setup-answer');
		// The next question comes a little later, or after a check that asked for a password.
		await untilTrue(() => store.getState().mode !== answered);
	}

	async function secretFor(prompt: string): Promise<string | undefined> {
		reader.close();
		try {
			return await askSecret(prompt, process.stdin, write);
		} catch (error) {
			if (!(error instanceof CancelledError)) throw error;
			controller.perform('setup-leave');
			return undefined;
		}
	}

	async function answerChecks(mode: SetupChecks): Promise<void> {
		const {title, next} = checksResult(mode.reports);
		const hasFailed = mode.reports.some(({status}) => status === 'failed');
		explain(mode, `${title}. ${next}`);
		await askWord(mode, 'setup-leave', [hasFailed ? 'setup-go-on' : 'setup-write']);
		explained = store.getState().mode === mode ? mode.type : undefined;
	}

	async function answerAnswers(mode: SetupAnswers): Promise<void> {
		const {answers} = mode;
		explain(
			mode,
			setupTexts.whichAnswer,
			...answers.map(({label, shown}, index) => `  ${index + 1}  ${safeText(label)}: ${safeText(shown)}`),
		);
		say(`Type a number from 1 to ${answers.length}. Enter goes back to the checks.`);
		const text = await lineFor(mode, 'setup-leave');
		if (text === undefined) return;
		if (text === '') return controller.perform('close');
		const selected = Number(text) - 1;
		if (answers[selected] === undefined) return refuse(text);
		store.dispatch({type: 'mode-changed', mode: {...mode, selected}});
		controller.perform('setup-choose');
	}

	function sayFailure({message, advice, detail}: Failure): void {
		say(safeText([message, advice].filter(text => text !== undefined).join(' ')));
		if (detail !== undefined) say(safeText(`    ${detail}`));
	}

	return {
		/** Asks the question of a mode. */
		async step(mode: SetupPromptMode): Promise<void> {
			switch (mode.type) {
				case 'start':
					return answerStart(mode);
				case 'browse':
					return answerBrowse(mode);
				case 'use-data':
					return answerUseData(mode);
				case 'setup-question':
					return answerQuestion(mode);
				case 'setup-checks':
					return answerChecks(mode);
				case 'setup-answers':
					return answerAnswers(mode);
			}
		},
		/** Prints the results of the checks as they arrive. Called after each change. */
		sayReports(): void {
			const {mode} = store.getState();
			if (mode.type !== 'setup-checks') return;
			const {reports} = mode;
			if (reports.length < reported) reported = 0;
			const fresh = reports.slice(reported);
			reported = reports.length;
			for (const {status, label, found, advice} of fresh)
				say(
					safeText(`${statusWords[status]}: ${label}, ${found}`),
					...advice.flatMap(text => text.split('\n')).map(text => `    ${safeText(text)}`),
				);
		},
	};
}

/** Ctrl+C while a mode works and asks nothing: what it stops. */
export function interruptOf({type}: Mode): CommandType {
	switch (type) {
		case 'browse':
			return 'browse-close';
		case 'use-data':
			return 'close';
		case 'setup-checks':
			return 'setup-back';
		case 'setup-question':
			return 'setup-leave';
		default:
			return 'interrupt';
	}
}

/** Whether the folder in view and what it holds have been read, or the user has left. */
function isRead(mode: Mode): boolean {
	if (mode.type !== 'browse') return true;
	const {folder, detail, text} = mode;
	if (text !== '' || folder.state === 'failed') return true;
	return folder.state === 'done' && detail !== undefined && detail.result.state !== 'pending';
}

/** Lines without their styles and the blank ones between them. */
function textOf(lines: readonly Line[]): readonly string[] {
	return lines
		.map(line =>
			line
				.map(({text}) => text)
				.join('')
				.trimEnd(),
		)
		.filter(text => text !== '');
}
