import type {RunStageOptions} from '../../load/load-session.js';
import type {Loss} from '../../load/losses.js';
import type {Completion} from '../../notebook/completion.js';
import type {CellId} from '../../notebook/document/document.js';
import type {GalleryQuery} from '../../notebook/gallery.js';
import type {GridView} from '../../notebook/result-view.js';
import type {StageId} from '../../star/stages.js';
import type {BrowseView, ChosenData} from './browse.js';
import type {CellPosition} from './cell-position.js';
import type {SetupAnswers, SetupChecks, SetupQuestion} from './warehouse-setup.js';

/** What the keys act on, with the state that only this mode needs. */
export type Mode =
	/** The choices of the first run. */
	| StartMode
	| BrowseMode
	/** The first records of a file at full height. */
	| {
			readonly type: 'file-text';
			readonly title: string;
			readonly text: string;
			readonly top: number;
			readonly back: Mode;
	  }
	/** Asks whether to load the chosen folders. */
	| UseDataMode
	/** The questions about a warehouse, their checks, and the choice of an answer to change. */
	| SetupQuestion
	| SetupChecks
	| SetupAnswers
	/** The stages: keys act on the selected one. */
	| {readonly type: 'stage'}
	/** A stage's SQL at full height; `top` is the first visible line. */
	| {readonly type: 'sql-text'; readonly title: string; readonly text: string; readonly top: number}
	/** A stage's dry run findings at full height. */
	| {readonly type: 'dry-run'; readonly stage: StageId; readonly top: number}
	/** The page of cells in command mode: keys act on the selected cell. */
	| {readonly type: 'cells'}
	/** The page in edit mode: keys type into the selected cell. */
	| {readonly type: 'editor'; readonly completion?: OpenCompletion}
	| {
			readonly type: 'history-search';
			readonly term: string;
			readonly matches: readonly string[];
			readonly selected: number;
	  }
	| {readonly type: 'gallery'; readonly queries: readonly GalleryQuery[]; readonly selected: number}
	| ResultMode
	/** The selected row of the result, column by column. */
	| {readonly type: 'record'; readonly top: number; readonly back: ResultMode}
	/** Asks for a line of text. Esc goes back. */
	| PromptMode
	| {readonly type: 'help'; readonly top: number; readonly back: Mode}
	/** Asks for the word `yes`, or the name of a production warehouse, before data is destroyed; `text` is the answer typed so far. */
	| {
			readonly type: 'confirm';
			readonly pendingRun: PendingRun;
			readonly text: string;
			readonly isSeen: boolean;
	  }
	| {readonly type: 'confirm-quit'; readonly back: Mode; readonly isSeen: boolean};

/** `selected`: index into the choices. */
export type StartMode = {readonly type: 'start'; readonly selected: number};

/** Browses folders and S3 prefixes for the data to load. */
export type BrowseMode = BrowseView & {readonly type: 'browse'; readonly back: Mode};

export type UseDataMode = {
	readonly type: 'use-data';
	readonly data: ChosenData;
	/** Lines for the existing configuration file; undefined if there is none, so that it can be written. */
	readonly configLines: readonly string[] | undefined;
	readonly back: BrowseMode;
};

/** The last result of a cell, full screen. */
export type ResultMode = {
	readonly type: 'result';
	readonly cell: CellId;
	readonly view: GridView;
	readonly position: CellPosition;
};

export type PromptMode = {
	readonly type: 'prompt';
	readonly prompt: Prompt;
	/** The answer typed so far. */
	readonly text: string;
	readonly back: Mode;
};

/** What a prompt asks for, and what its answer is used for. */
export type Prompt = {
	/** The question, e.g. `Name of the cell`. */
	readonly label: string;
	/** What can be answered. */
	readonly hint?: string;
} & (
	| {readonly purpose: 'name-cell' | 'export'; readonly cell: CellId}
	| {readonly purpose: 'search-cells' | 'search-result' | 'write-mode' | 'save-as' | 'conflict' | 'recover'}
	/** Whether a statement's changes are kept, or whether one that cannot be rolled back runs. */
	| {readonly purpose: 'commit-or-roll-back' | 'run-unsafe'}
	/** The value of a parameter; then `cells` run. */
	| {readonly purpose: 'parameter'; readonly name: string; readonly cells: readonly CellId[]}
	| {readonly purpose: 'overwrite-export'; readonly cell: CellId; readonly file: string}
	| {readonly purpose: 'overwrite-file'; readonly file: string}
);

/** The part of the key table for the selected stage. */
export type StageKeyMode =
	| 'stage-ready'
	| 'stage-running'
	| 'stage-busy'
	| 'stage-query'
	| 'stage-task'
	| 'stage-blocked'
	| 'stage-done-blocked'
	| 'stage-waiting'
	| 'stage-done'
	| 'stage-failed'
	| 'stage-rejected'
	| 'stage-drifted'
	| 'stage-damaged'
	| 'checks-failed'
	| 'checks-passed';

/** A section of the key table. */
export type KeyMode =
	| StageKeyMode
	| 'start'
	| 'browse'
	| 'file-text'
	| 'use-data'
	| 'setup-question'
	| 'setup-checks'
	| 'setup-answers'
	| 'sql-text'
	| 'dry-run'
	| 'load-row'
	| 'cells'
	| 'cells-running'
	| 'input'
	| 'editor'
	| 'editor-running'
	| 'markdown-editor'
	| 'completion'
	| 'history-search'
	| 'gallery'
	| 'result'
	| 'result-running'
	| 'record'
	| 'prompt'
	| 'help'
	| 'confirm'
	| 'confirm-quit';

/** A run that awaits confirmation, with the rows it would destroy. */
export type PendingRun = {
	readonly stages: readonly StageId[];
	readonly destroys: readonly Loss[];
	/** Whether all remaining stages run, not just the selected one. */
	readonly isChain: boolean;
	readonly options: RunStageOptions;
};

/** Whether a mode asks what is to become of a statement. */
export function isQuestion(mode: Mode): mode is PromptMode {
	if (mode.type !== 'prompt') return false;
	return mode.prompt.purpose === 'commit-or-roll-back' || mode.prompt.purpose === 'run-unsafe';
}

/** Whether typed text becomes the answer to a question. */
export function takesAnswer(
	mode: Mode,
): mode is Extract<Mode, {readonly type: 'confirm' | 'prompt' | 'setup-question'}> {
	return mode.type === 'confirm' || mode.type === 'prompt' || mode.type === 'setup-question';
}

/** Whether a mode's question has not been drawn yet. Until then, keys don't answer it. */
export function isUnseen(mode: Mode): boolean {
	return (mode.type === 'confirm' || mode.type === 'confirm-quit') && !mode.isSeen;
}

/** Whether the frame drawn for one mode shows the question of another. */
export function showsQuestionOf(drawn: Mode, mode: Mode): boolean {
	if (mode.type === 'confirm') return drawn.type === 'confirm' && drawn.pendingRun === mode.pendingRun;
	return drawn.type === mode.type;
}

export type OpenCompletion = {readonly completion: Completion; readonly selected: number};

/** The mode whose view is on screen, behind a question, a prompt or the help. */
export function shownMode(mode: Mode): Mode {
	const isAbove = mode.type === 'confirm-quit' || mode.type === 'help' || mode.type === 'prompt';
	return isAbove ? shownMode(mode.back) : mode;
}

/** Whether a mode belongs to the notebook's page, not to the stages. */
export function isPageMode(mode: Mode): boolean {
	switch (shownMode(mode).type) {
		case 'cells':
		case 'editor':
		case 'history-search':
		case 'gallery':
		case 'result':
		case 'record':
			return true;
		default:
			return false;
	}
}
