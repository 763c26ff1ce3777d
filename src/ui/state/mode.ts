import type {RunStageOptions} from '../../load/load-session.js';
import type {Loss} from '../../load/losses.js';
import type {Completion} from '../../notebook/completion.js';
import type {GalleryQuery} from '../../notebook/gallery.js';
import type {StageId} from '../../star/stages.js';

/** What the keys act on, with the state that only this mode needs. */
export type Mode =
	/** The stages: keys act on the selected one. */
	| {readonly type: 'stage'}
	/** A stage's SQL at full height; `top` is the first visible line. */
	| {readonly type: 'sql-text'; readonly title: string; readonly text: string; readonly top: number}
	/** A stage's dry run findings at full height. */
	| {readonly type: 'dry-run'; readonly stage: StageId; readonly top: number}
	| {readonly type: 'editor'; readonly completion?: OpenCompletion}
	| {
			readonly type: 'history-search';
			readonly term: string;
			readonly matches: readonly string[];
			readonly selected: number;
	  }
	| {readonly type: 'gallery'; readonly queries: readonly GalleryQuery[]; readonly selected: number}
	| {readonly type: 'grid'}
	/** The selected row of the result, column by column. */
	| {readonly type: 'record'; readonly top: number}
	| {readonly type: 'help'; readonly top: number; readonly back: Mode}
	/** Asks for the word `yes` before data is destroyed; `text` is the answer typed so far. */
	| {
			readonly type: 'confirm';
			readonly pendingRun: PendingRun;
			readonly text: string;
			readonly isSeen: boolean;
	  }
	| {readonly type: 'confirm-quit'; readonly back: Mode; readonly isSeen: boolean};

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
	| 'stage-damaged'
	| 'checks-failed'
	| 'checks-passed';

/** A section of the key table. */
export type KeyMode =
	| StageKeyMode
	| 'sql-text'
	| 'dry-run'
	| 'editor'
	| 'editor-running'
	| 'completion'
	| 'history-search'
	| 'gallery'
	| 'grid'
	| 'grid-running'
	| 'record'
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

/** The mode whose view is on screen, behind a quit question or the help. */
export function shownMode(mode: Mode): Mode {
	return mode.type === 'confirm-quit' || mode.type === 'help' ? shownMode(mode.back) : mode;
}

/** Whether a mode shows the SQL pane, with the stages as a strip above it. */
export function isPaneMode(mode: Mode): boolean {
	switch (shownMode(mode).type) {
		case 'editor':
		case 'history-search':
		case 'gallery':
		case 'grid':
		case 'record':
			return true;
		default:
			return false;
	}
}
