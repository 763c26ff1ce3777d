import type {StageId} from '../pipeline/stage.js';
import {isPaneMode} from './mode.js';
import type {UiState} from './ui-state.js';

type Busy = Pick<UiState, 'running' | 'task' | 'query'>;

/** Whether anything runs: then nothing else can begin. */
export function isBusy({running, task, query}: Busy): boolean {
	return running !== undefined || task !== undefined || query.type === 'running';
}

/** The stage that what runs is about; undefined for a query. */
export function busyStage({running, task}: Pick<Busy, 'running' | 'task'>): StageId | undefined {
	return running ?? task?.stage;
}

/** What Ctrl+C cancels, which is what has the focus: the query in the SQL pane, elsewhere the stage or task. */
export function cancelTarget(state: Busy & Pick<UiState, 'mode'>): 'stage' | 'query' | undefined {
	if (isPaneMode(state.mode)) return state.query.type === 'running' ? 'query' : undefined;
	return busyStage(state) === undefined ? undefined : 'stage';
}

/** What runs, as the beginning of a sentence: `stage-events is running`. */
export function busyText({running, task}: Pick<Busy, 'running' | 'task'>): string {
	if (running !== undefined) return `${running} is running`;
	switch (task?.type) {
		case undefined:
			return 'A query is running';
		case 'dry-run':
			return `A dry run of ${task.stage} is running`;
		case 'wait-for-loads':
			return `${task.stage} waits for the load of another session`;
		case 'end-loads':
			return `The load beside ${task.stage} is being cancelled`;
	}
}

/** What is lost when the notebook is left, and the keys that answer: the question before quitting. */
export function quitQuestion(state: UiState): readonly string[] {
	const runs = isBusy(state) ? [`${busyText(state)}.`, quittingText(state)] : [];
	const transaction =
		state.transaction === 'none'
			? []
			: [
					`A transaction is ${state.transaction} in the notebook.`,
					'Quitting rolls it back: nothing of it is kept.',
				];
	const verb = runs.length > 0 ? 'cancels it and quits' : 'rolls it back and quits';
	return [...runs, ...transaction, '', `y  ${verb}      n  stays`];
}

/** What becomes of it when the notebook is left, a sentence. */
export function quittingText({task}: Pick<Busy, 'task'>): string {
	switch (task?.type) {
		case undefined:
		case 'dry-run':
			return 'Quitting cancels it: all is as it was before.';
		case 'wait-for-loads':
			return 'Quitting ends the wait, and not that load.';
		case 'end-loads':
			return 'Quitting does not take that back.';
	}
}
