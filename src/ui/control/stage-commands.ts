import {checksOf, failedChecks, nextStage, type PipelineState, type StageStatus} from '../../load/state.js';
import {statement} from '../../sql/statements.js';
import {type StageId, stageIds} from '../../star/stages.js';
import {checkFigures} from '../lines/card/check-lines.js';
import {joinStatements} from '../lines/sql-lines.js';
import type {StageTexts} from '../lines/stage-texts.js';
import {busyStage} from '../state/busy.js';
import type {StageCommand} from '../state/command.js';
import type {Store} from '../state/store.js';
import {type LoadControl, otherLoadNotice} from './load-control.js';
import type {NotebookControl} from './notebook-control.js';
import type {PreflightControl} from './preflight-control.js';

type Options = {
	readonly store: Store;
	readonly load: LoadControl;
	readonly preflight: PreflightControl;
	readonly cells: NotebookControl;
	readonly texts: StageTexts;
	readonly runInBackground: (work: Promise<void>) => void;
};

/** The commands of the stage list. They receive the key's name, which may be a number to select by. */
export function stageCommands({
	store: {dispatch, getState, showNotice},
	load,
	preflight,
	cells,
	texts,
	runInBackground,
}: Options): Readonly<Record<StageCommand, (key: string) => void>> {
	const selected = () => getState().selected;
	const select = (stage: StageId | undefined) => {
		if (stage !== undefined) dispatch({type: 'stage-selected', stage});
	};
	const refuse = (text: string) => dispatch({type: 'key-refused', notice: text});

	return {
		'run-stage': () => runInBackground(load.run(selected())),
		confirm: () => runInBackground(load.confirm()),
		'continue-past-rejects'() {
			const status = getState().load.stages[selected()];
			if (status.type === 'failed' && status.rejected !== undefined)
				runInBackground(load.run(selected(), {maxErrors: status.rejected}));
		},
		'accept-keys': () => runInBackground(load.run(selected(), {acceptsKeys: true})),
		'show-rejects'() {
			const {table} = texts[selected()];
			if (table !== undefined)
				runInBackground(cells.show(statement('staging/show-rejects', {table_name: table})));
		},
		'skip-stage': () => runInBackground(load.skip(selected())),
		'run-all': () => runInBackground(load.runAll()),
		'go-on'() {
			const next = nextStage(getState().load);
			if (next === undefined) runInBackground(cells.open());
			else select(next);
		},
		'go-to-blocker': () => select(blockingStage(getState().load, selected())),
		'go-to-running'() {
			const stage = busyStage(getState());
			if (stage === undefined) runInBackground(cells.open());
			else select(stage);
		},
		'go-back': () => dispatch({type: 'moved', to: 'up'}),
		'select-number': key => select(stageIds[Number(key) - 1]),
		'show-sql'() {
			const text = texts[selected()];
			const {plans, stages} = getState().load;
			const sql = withFigures(plans[selected()]?.sql ?? text.sql(), stages[selected()]);
			if (sql.length === 0) showNotice('This stage sends no SQL.');
			else
				dispatch({
					type: 'mode-changed',
					mode: {type: 'sql-text', title: text.title, text: joinStatements(sql), top: 0},
				});
		},
		'dry-run': () => runInBackground(preflight.dryRun(selected())),
		'show-dry-run'() {
			const stage = selected();
			if (getState().load.dryRuns[stage] === undefined) showNotice('No dry run yet. Press d.');
			else dispatch({type: 'mode-changed', mode: {type: 'dry-run', stage, top: 0}});
		},
		'wait-for-loads': () => runInBackground(preflight.waitForLoads(selected())),
		'end-loads': () => runInBackground(preflight.endLoads(selected())),
		'start-over': () => runInBackground(preflight.startOver(selected())),
		'refuse-during-load': () => refuse(otherLoadNotice),
		'move-damaged-file': () => runInBackground(load.run(selected(), {movesDamagedFile: true})),
		'open-check'() {
			const failed = failedChecks(getState().load.stages[selected()]);
			const check = failed[getState().check] ?? failed[0];
			if (check !== undefined) runInBackground(cells.show(check.query));
		},
	};
}

/** Adds the result of each check as a comment to its query. Returns other SQL unchanged. */
function withFigures(sql: readonly string[], status: StageStatus): readonly string[] {
	const checks = checksOf(status);
	if (checks.length !== sql.length) return sql;
	return sql.map((query, i) => `-- ${checkFigures(checks[i]!)}\n${query}`);
}

/** The stage that a waiting stage ultimately waits for, where the user can act. */
function blockingStage(load: PipelineState, stage: StageId): StageId | undefined {
	const status = load.stages[stage];
	const first = status.type === 'waiting' ? status.on[0] : undefined;
	return first === undefined ? undefined : (blockingStage(load, first) ?? first);
}
