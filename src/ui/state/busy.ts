import {safeText} from '../../format/safe-text.js';
import type {StageId} from '../../star/stages.js';
import {isPageMode} from './mode.js';
import type {Sessions, Snapshot} from './snapshot.js';

type LoadWork = Pick<Sessions, 'running' | 'task'>;

/** Whether anything runs. If so, nothing else can start. */
export function isBusy({running, task, document}: Pick<Sessions, 'running' | 'task' | 'document'>): boolean {
	return running !== undefined || task !== undefined || document.running !== undefined;
}

/** The stage that is running or has a task running; undefined for a cell. */
export function busyStage({running, task}: LoadWork): StageId | undefined {
	return running ?? task?.stage;
}

/** What Ctrl+C cancels: on the page the running cell, elsewhere the stage or task. */
export function cancelTarget(
	state: Pick<Snapshot, 'running' | 'task' | 'document' | 'mode'>,
): 'stage' | 'cell' | undefined {
	if (isPageMode(state.mode)) return state.document.running === undefined ? undefined : 'cell';
	return busyStage(state) === undefined ? undefined : 'stage';
}

/** What is running, as a clause: `stage-events is running`. */
export function busyText({running, task}: LoadWork): string {
	if (running !== undefined) return `${running} is running`;
	switch (task?.type) {
		case undefined:
			return 'A cell is running';
		case 'dry-run':
			return `A dry run of ${task.stage} is running`;
		case 'wait-for-loads':
			return `${task.stage} is waiting for another load`;
		case 'end-loads':
			return 'A load of another session is being cancelled';
	}
}

/** Whether quitting would end work, roll back a transaction or lose changes of the file. Without a file, cells are kept. */
export function wouldLose(
	state: Pick<Sessions, 'running' | 'task' | 'document' | 'transaction' | 'file'>,
): boolean {
	return isBusy(state) || state.transaction !== 'none' || isUnsaved(state);
}

function isUnsaved({file}: Pick<Sessions, 'file'>): boolean {
	return file.name !== undefined && file.isDirty;
}

/** The question before quitting: what would be lost, and the keys that answer. */
export function quitQuestion(state: Snapshot): readonly string[] {
	const runs = isBusy(state) ? [`${busyText(state)}.`, quittingText(state)] : [];
	const transaction =
		state.transaction === 'none'
			? []
			: [`A transaction is ${state.transaction} in the notebook.`, 'Quitting rolls it back.'];
	const isDirty = isUnsaved(state);
	const unsaved = isDirty ? [`${safeText(state.file.name!)} has unsaved changes.`] : [];
	const save = isDirty ? '      Ctrl+S  save' : '';
	return [...runs, ...transaction, ...unsaved, '', `y  ${quitVerb(state)}${save}      n  stay`];
}

function quitVerb(state: Snapshot): string {
	if (isBusy(state)) return 'cancel it and quit';
	return state.transaction === 'none' ? 'quit without saving' : 'roll it back and quit';
}

/** What quitting does to the running work, as a sentence. */
export function quittingText({task}: Pick<LoadWork, 'task'>): string {
	switch (task?.type) {
		case undefined:
		case 'dry-run':
			return 'Quitting cancels it and rolls it back.';
		case 'wait-for-loads':
			return 'Quitting ends the wait, not the load.';
		case 'end-loads':
			return 'Quitting does not undo that.';
	}
}
