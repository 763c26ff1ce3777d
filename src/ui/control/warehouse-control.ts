import {CancelledError} from '../../errors.js';
import type {SetupCommand} from '../state/command.js';
import type {Store} from '../state/store.js';
import type {SetupReport} from '../state/warehouse-setup.js';
import type {Quitting} from './quitting.js';
import type {ConfigDraft, Setup} from './setup.js';

/** The questions about a warehouse, and the checks of the answers. */
export type WarehouseControl = {
	/** Asks the first question. */
	start(): void;
	readonly commands: Readonly<Record<Extract<SetupCommand, `setup-${string}`>, () => void>>;
	/** Stops running checks. */
	end(): void;
};

type WarehouseControlOptions = {
	readonly store: Store;
	readonly setup: Setup;
	readonly quitting: Quitting;
	readonly runInBackground: (work: Promise<void>) => void;
};

type Answer = {readonly label: string; readonly text: string; readonly isSecret: boolean};

/**
The questions are asked by a function that runs from start to end. To change an answer it runs again, with the answers
before that one given for the user.
*/
export function createWarehouseControl({
	store: {dispatch, getState, showNotice, showProblem},
	setup,
	quitting,
	runInBackground,
}: WarehouseControlOptions): WarehouseControl {
	let answers: Answer[] = [];
	/** Answers of earlier rounds, by label. They are offered again. */
	const earlier = new Map<string, string>();
	/** Counts the rounds of questions. Only the latest one counts. */
	let round = 0;
	let accept: ((text: string) => void) | undefined;
	let draft: ConfigDraft | undefined;
	let checking: AbortController | undefined;

	function begin(): void {
		endRound();
		runInBackground(ask(round));
	}

	/** Ends the questions and checks of a round, so that nothing waits for them any more. */
	function endRound(): void {
		checking?.abort();
		round++;
		accept?.('');
	}

	async function ask(current: number): Promise<void> {
		let given = 0;
		let explanation = '';
		let complaints: string[] = [];
		const read = async (question: string, isSecret: boolean) => {
			if (current !== round) throw new CancelledError();
			const label = question.replace(/: *$/, '');
			const known = answers[given];
			if (known?.label === label) {
				given++;
				complaints = [];
				return known.text;
			}
			// Asked again: the last answer was wrong.
			if (answers.at(-1)?.label === label) answers.pop();
			answers = answers.slice(0, given);
			const text = await typed(label, isSecret, [explanation, ...complaints], current);
			answers.push({label, text, isSecret});
			given = answers.length;
			complaints = [];
			return text;
		};
		try {
			const made = await setup.askWarehouse({
				say(text) {
					if (text.startsWith('  ')) complaints.push(text.trim());
					else explanation = text.trim();
				},
				readLine: async question => read(question, false),
				readSecret: async question => read(question, true),
			});
			if (current !== round) return;
			draft = made;
			await check(current);
		} catch (error) {
			if (!(error instanceof CancelledError)) throw error;
		}
	}

	/** Shows a question and waits for its answer. */
	async function typed(
		label: string,
		isSecret: boolean,
		about: readonly string[],
		current: number,
	): Promise<string> {
		const text = isSecret ? '' : (earlier.get(label) ?? '');
		earlier.delete(label);
		const number = answers.length + 1;
		dispatch({
			type: 'mode-changed',
			mode: {
				type: 'setup-question',
				about: about.flatMap(part => part.split('\n')),
				label,
				isSecret,
				text,
				number,
			},
		});
		const answer = await new Promise<string>(resolve => {
			accept = resolve;
		});
		if (current !== round) throw new CancelledError();
		return answer;
	}

	async function check(current: number): Promise<void> {
		if (draft === undefined) return;
		checking = new AbortController();
		const {signal} = checking;
		const reports: SetupReport[] = [];
		const show = (running: string | undefined) => {
			if (current === round && !signal.aborted)
				dispatch({
					type: 'mode-changed',
					mode: {type: 'setup-checks', reports: [...reports], running, top: 0},
				});
		};
		show('configuration');
		await draft.check({
			signal,
			readSecret: async question =>
				typed(question.replace(/: *$/, ''), true, ['The password is not written to a file.'], current),
			onBegin: show,
			onReport(report) {
				reports.push(report);
			},
		});
		show(undefined);
	}

	function leave(): void {
		endRound();
		answers = [];
		dispatch({type: 'mode-changed', mode: {type: 'start', selected: 2}});
	}

	/** Keeps the answers before one of them, and asks it again. */
	function askAgain(index: number): void {
		for (const {label, text, isSecret} of answers.slice(index)) if (!isSecret) earlier.set(label, text);
		answers = answers.slice(0, index);
		begin();
	}

	function write() {
		const {mode} = getState();
		if (mode.type !== 'setup-checks' || draft === undefined) return;
		if (mode.running !== undefined) return showNotice('The checks are still running. Esc stops them.');
		const problem = draft.take();
		if (problem !== undefined) return showProblem(problem);
		quitting.quit();
	}

	return {
		start() {
			answers = [];
			earlier.clear();
			begin();
		},
		commands: {
			'setup-answer'() {
				const {mode} = getState();
				if (mode.type === 'setup-question') accept?.(mode.text);
			},
			'setup-back'() {
				const {mode} = getState();
				if (mode.type === 'setup-checks') showAnswers();
				else if (answers.length === 0) leave();
				else askAgain(answers.length - 1);
			},
			'setup-change': showAnswers,
			'setup-choose'() {
				const {mode} = getState();
				if (mode.type === 'setup-answers') askAgain(mode.selected);
			},
			'setup-check'() {
				const {mode} = getState();
				if (mode.type === 'setup-checks' && mode.running === undefined) runInBackground(checkAgain());
			},
			'setup-go-on'() {
				const {mode} = getState();
				if (mode.type !== 'setup-checks') return;
				if (mode.reports.some(({status}) => status === 'failed'))
					showNotice('Checks failed. c changes an answer, w writes dwh.cfg anyway.');
				else write();
			},
			'setup-write': write,
			'setup-leave': leave,
		},
		end: endRound,
	};

	async function checkAgain(): Promise<void> {
		try {
			await check(round);
		} catch (error) {
			if (!(error instanceof CancelledError)) throw error;
		}
	}

	function showAnswers(): void {
		const {mode} = getState();
		if (mode.type !== 'setup-checks') return;
		checking?.abort();
		const shown = answers.map(({label, text, isSecret}) => ({
			label,
			shown: isSecret ? '(hidden)' : text === '' ? '(the default)' : text,
		}));
		dispatch({
			type: 'mode-changed',
			mode: {
				type: 'setup-answers',
				answers: shown,
				selected: 0,
				back: {...mode, running: undefined},
			},
		});
	}
}
