import {exitCode} from '../../errors.js';
import {safeText} from '../../format/safe-text.js';
import {terminalSize} from '../../notebook/terminal-size.js';
import {stageIds} from '../../star/stages.js';
import {assemble, type FrontOptions} from '../../ui/control/assemble.js';
import {terminationSignal} from '../../ui/control/termination-signal.js';
import {keyTable} from '../../ui/keys/key-table.js';
import {quitQuestion} from '../../ui/state/busy.js';
import type {CommandType} from '../../ui/state/command.js';
import {defaultDisplay} from '../../ui/state/display.js';
import {idleCommands, keyMode} from '../../ui/state/key-mode.js';
import type {Mode, PromptMode} from '../../ui/state/mode.js';
import {dryRunText} from '../dry-run-lines.js';
import {LoadReporter} from '../load-reporter.js';
import {lossText} from '../plan-lines.js';
import {positionOf} from '../stage-position.js';
import {wrapIndented} from '../wrap-indented.js';
import {CellPrinter} from './cell-printer.js';
import {LineReader, type Typed} from './line-reader.js';
import {createPagePrompt} from './page-prompt.js';
import {createSetupPrompts, interruptOf} from './setup-prompts.js';
import {readStageAnswer, stageCard, stageQuestion} from './stage-card.js';
import {inWords, tourText} from './words.js';

/** Time between lines of progress, ms. */
const progressMs = 5000;

/** How it ended. `keepsChanges`: the user could not decide what becomes of unsaved cells. */
export type PlainEnd = {readonly code: number; readonly keepsChanges: boolean};

/**
Runs the notebook as printed lines and questions: nothing is drawn twice, and no cursor moves except in the line that is
being typed. The same controls carry out its commands as in the drawn notebook, by words in place of keys.
@throws unexpected errors
*/
export async function startPlainNotebook({profile, ...options}: FrontOptions): Promise<PlainEnd> {
	const production = profile?.isProduction === true ? profile.name : undefined;
	const {session, notebook, history, display = defaultDisplay, keys: table = keyTable} = options;
	const {stdin, stdout, env} = process;
	const columns = () => terminalSize(stdout).columns;
	const write = (text: string) => void stdout.write(text);
	// The last column stays empty: some terminals wrap when it is written.
	const say = (...lines: readonly string[]) =>
		write(
			lines
				.flatMap(line => wrapIndented(line, columns() - 1))
				.map(line => `${line}\n`)
				.join(''),
		);
	let fail: (error: unknown) => void = () => {};
	const failed = new Promise<never>((_, reject) => {
		fail = reject;
	});
	// It is awaited in a race, which may be over.
	failed.catch(() => {});

	const front = assemble({
		...options,
		production,
		// Rows whose columns don't fit would wrap, which is hard to follow line by line.
		display: display.expanded === 'off' ? {...display, expanded: 'auto'} : display,
		size: terminalSize(stdout),
		suspend: async work => {
			reader.close();
			await work();
		},
		write: () => {},
		redraw() {},
		progressMs,
		onDefect: error => fail(error),
	});
	const {store, controller} = front;
	let noticed: string | undefined;
	let isOver = false;
	const reader = new LineReader({
		input: stdin,
		output: stdout,
		hasKeys: stdin.isTTY && stdout.isTTY && env.TERM !== 'dumb',
		history: () => history.entries,
		onInterrupt: () => controller.perform(interruptOf(store.getState().mode)),
	});
	const printer = new CellPrinter({
		notebook,
		write,
		outputOptions: () => ({display: store.getState().display, columns: columns() - 1}),
		onDefect: error => fail(error),
	});
	const page = createPagePrompt({production, front, notebook, history, reader, printer, say});
	const setupPrompts = createSetupPrompts({
		front,
		setup: options.setup,
		reader,
		table,
		warehouse: session.warehouse.name,
		columns,
		write,
		say,
		answerTo,
	});
	const reporter = new LoadReporter(
		stageIds,
		{write: text => say(...text.split('\n').slice(0, -1))},
		{progressMs},
	);
	const unsubscribe = [
		session.onEvent(event => reporter.event(event)),
		store.subscribe(sayNotice),
		store.subscribe(setupPrompts.sayReports),
	];
	const interrupt = () => reader.interrupt();
	process.on('SIGINT', interrupt);
	process.on('uncaughtException', fail).on('unhandledRejection', fail);
	const {terminated, removeListeners} = terminationSignal();

	function sayNotice(): void {
		const {notice} = store.getState();
		if (notice !== noticed && notice !== undefined) say(inWords(notice));
		noticed = notice;
	}

	/** Resolves when nothing runs any more, or a question has to be answered first. */
	async function untilAsked(): Promise<void> {
		const asked = new Promise<void>(resolve => {
			const check = () => {
				if (!isQuestion(store.getState().mode)) return;
				stop();
				resolve();
			};
			const stop = store.subscribe(check);
			void front.settled().then(stop);
			check();
		});
		await Promise.race([front.settled(), asked]);
		await printer.printed();
	}

	/** Asks, until the mode is another: the question may be withdrawn. */
	async function answerTo(mode: Mode, prompt = 'answer> '): Promise<Typed> {
		const controllerOfRead = new AbortController();
		const stop = store.subscribe(() => {
			if (store.getState().mode.type !== mode.type) controllerOfRead.abort();
		});
		const typed = await reader.read(prompt, {signal: controllerOfRead.signal});
		stop();
		return typed;
	}

	async function answerPrompt(mode: PromptMode): Promise<void> {
		const {label, hint, purpose} = mode.prompt;
		say(inWords(`${label}${hint === undefined ? '' : ` (${hint})`}`));
		const typed = await answerTo(mode);
		if (typed.type === 'closed') return;
		if (typed.type !== 'line' || (typed.text.trim() === '' && purpose !== 'name-cell'))
			return controller.perform('close');
		store.dispatch({type: 'answer-typed', text: typed.text});
		controller.perform('accept-prompt');
	}

	async function answerConfirm(mode: Extract<Mode, {readonly type: 'confirm'}>): Promise<void> {
		const {destroys, stages, isChain} = mode.pendingRun;
		const runs =
			isChain && stages.length > 1 ? `Running these ${stages.length} stages` : `Running ${stages[0]}`;
		say(
			`${runs} removes ${lossText(destroys)}. They can't be restored afterwards.`,
			`Type ${production ?? 'yes'} to continue; anything else changes nothing.`,
		);
		const typed = await answerTo(mode);
		if (typed.type !== 'line') return controller.perform('close');
		store.dispatch({type: 'question-seen'});
		store.dispatch({type: 'answer-typed', text: typed.text});
		controller.perform('confirm');
	}

	/** @returns whether nobody can answer: then unsaved changes are kept */
	async function answerQuit(mode: Mode): Promise<boolean> {
		if (reader.hasEnded) return true;
		say(...quitQuestion(store.getState()).slice(0, -2), 'Quit? y, save, or n to stay.');
		const typed = await answerTo(mode);
		store.dispatch({type: 'question-seen'});
		const text = typed.type === 'line' ? typed.text.trim().toLowerCase() : '';
		if (typed.type === 'closed') return false;
		if (text === 'y' || text === 'yes') controller.perform('confirm-quit');
		else controller.perform(text === 'save' ? 'save' : 'close');
		return reader.hasEnded;
	}

	let shownCard = '';
	async function answerStage(mode: Mode): Promise<void> {
		const state = store.getState();
		const card = stageCard(state.load, state.selected);
		const keys = keyMode(state);
		if (card.join('\n') !== shownCard) say('', ...card);
		shownCard = card.join('\n');
		const idle: readonly CommandType[] = [
			...idleCommands(state),
			...(state.load.dryRuns[state.selected] === undefined ? (['show-dry-run'] as const) : []),
			...(state.load.stages.connect.type === 'done' ? [] : (['open-page'] as const)),
			...(state.selected === stageIds[0] ? (['go-back'] as const) : []),
		];
		say(`    ${stageQuestion(keys, idle, table)}`);
		const typed = await answerTo(mode, 'stage> ');
		if (typed.type === 'closed') return;
		if (typed.type !== 'line') return controller.perform(typed.type === 'end' ? 'quit' : 'interrupt');
		const answer = readStageAnswer(keys, typed.text, table);
		if (answer === undefined)
			return say(
				`    ${typed.text.trim() === '' ? 'Enter' : `"${safeText(typed.text.trim())}"`} is not an answer.`,
			);
		if ('stage' in answer) {
			store.dispatch({type: 'stage-selected', stage: answer.stage});
			return controller.perform('open-stages');
		}
		if (answer.command === 'help') return sayHelp();
		if (answer.command === 'start-tour') return say(...tourText());
		controller.perform(answer.command);
	}

	function sayHelp(): void {
		say(
			'Answer with a word of the question, its key in the drawn notebook, or the number or name of a stage to select it.',
			'run: runs the stage. skip: leaves its table unchanged. sql: prints its SQL. dry run: checks the files or the SQL and changes nothing; findings prints what it found. all: runs all remaining stages and asks once if that destroys data. back: the previous stage. notebook: the SQL prompt, once connected. files: chooses what is loaded. tour: prints a tour of six steps. quit: ends; finished stages stay finished.',
			'Ctrl+C cancels what is running and rolls it back. Ctrl+D quits.',
		);
	}

	function offerTour(): void {
		say('', 'New here? Type tour for a tour of six steps.');
		store.dispatch({type: 'tour-moved', step: undefined});
	}

	/** Asks or prints what the mode shows. */
	async function step(mode: Exclude<Mode, {readonly type: 'confirm-quit'}>): Promise<void> {
		const {load} = store.getState();
		switch (mode.type) {
			case 'stage':
				return answerStage(mode);
			case 'prompt':
				return answerPrompt(mode);
			case 'confirm':
				return answerConfirm(mode);
			case 'sql-text':
				write(
					`${mode.text
						.split('\n')
						.map(line => safeText(line.replaceAll('\t', '  ')))
						.join('\n')}\n`,
				);
				return controller.perform('close');
			case 'dry-run': {
				const status = load.dryRuns[mode.stage];
				if (status !== undefined) say(...dryRunText(status, positionOf(mode.stage, stageIds)));
				return controller.perform('close');
			}
			case 'start':
				if (stdin.isTTY) return setupPrompts.step(mode);
				say(
					'No data is configured, so this loads the bundled sample. For your own files, start with --data and a folder or an s3:// address; for Redshift or PostgreSQL, run "sparkify-tui init" first.',
				);
				return controller.perform('open-stages');
			case 'browse':
			case 'use-data':
			case 'setup-question':
			case 'setup-checks':
			case 'setup-answers':
				return setupPrompts.step(mode);
			// Opens only from the list of a folder, which is not printed.
			case 'file-text':
				return controller.perform('close');
			case 'cells':
			case 'editor':
			case 'history-search':
			case 'gallery':
			case 'result':
			case 'record':
			case 'help':
				if ((await page.next()) === 'quit') controller.perform('quit');
		}
	}

	async function converse(): Promise<PlainEnd> {
		const asksFirst = store.getState().mode.type === 'start' && stdin.isTTY;
		say(
			...(asksFirst ? [] : [safeText(`From ${session.source.name} into ${session.warehouse.name}.`)]),
			...(profile === undefined
				? []
				: [safeText(`Profile ${profile.name}${production === undefined ? '' : ', PRODUCTION'}.`)]),
			'Plain lines. help lists what can be typed; Ctrl+C cancels, Ctrl+D quits.',
		);
		front.runInBackground(front.start());
		for (;;) {
			await untilAsked();
			// The answer before may have quit.
			if (isOver) break;
			const {mode, tour} = store.getState();
			if (tour !== undefined) offerTour();
			if (mode.type !== 'confirm-quit') await step(mode);
			else if (await answerQuit(mode)) break;
		}
		return {code: exitCode.done, keepsChanges: true};
	}

	try {
		const ended = (keepsChanges: boolean) => (code: number) => ({code, keepsChanges});
		return await Promise.race([
			front.exited.then(ended(false)),
			terminated.then(ended(true)),
			failed,
			converse(),
		]);
	} finally {
		isOver = true;
		process.off('SIGINT', interrupt);
		process.off('uncaughtException', fail).off('unhandledRejection', fail);
		removeListeners();
		for (const stop of unsubscribe) stop();
		reporter.end();
		printer.end();
		reader.close();
		front.end();
	}
}

/** Whether a mode waits for an answer while work that it belongs to goes on. */
function isQuestion({type}: Mode): boolean {
	return type === 'prompt' || type === 'confirm' || type === 'confirm-quit' || type === 'setup-question';
}
