import {type StageId, stageIds} from '../../pipeline/stage.js';
import {nextStage, type PipelineState, type StageStatus} from '../../pipeline/state.js';
import {statement} from '../../sql/statements.js';
import {busyStage} from '../busy.js';
import {checkFigures} from '../card/check-lines.js';
import {checksOf, failedChecks} from '../checks.js';
import type {StageCommand} from '../command.js';
import {joinStatements} from '../sql-lines.js';
import type {StageTexts} from '../stage-texts.js';
import type {Store} from '../store.js';
import type {UiAction} from '../ui-action.js';
import type {UiState} from '../ui-state.js';
import {besideLoad, type LoadControl} from './load-control.js';
import type {QueryControl} from './query-control.js';
import type {TrialControl} from './trial-control.js';

type Options = {
	readonly store: Store<UiState, UiAction>;
	readonly load: LoadControl;
	readonly trial: TrialControl;
	readonly query: QueryControl;
	readonly texts: StageTexts;
	/** Starts work that ends later. */
	readonly begin: (work: Promise<void>) => void;
};

/** What the keys do with the selected stage. @param key The key's name: a number selects by it. */
export function stageCommands({
	store: {dispatch, getState},
	load,
	trial,
	query,
	texts,
	begin,
}: Options): Readonly<Record<StageCommand, (key: string) => void>> {
	const selected = () => getState().selected;
	const select = (stage: StageId | undefined) => {
		if (stage !== undefined) dispatch({type: 'stage-selected', stage});
	};
	const remark = (text: string) => dispatch({type: 'remarked', remark: text});
	const refuse = (text: string) => dispatch({type: 'key-refused', remark: text});

	return {
		'run-stage': () => begin(load.run(selected())),
		confirm: () => begin(load.confirm()),
		'continue-past-rejects'() {
			const status = getState().load.stages[selected()];
			if (status.type === 'failed' && status.rejected !== undefined)
				begin(load.run(selected(), {maxErrors: status.rejected}));
		},
		'show-rejects'() {
			const {table} = texts[selected()];
			if (table !== undefined) begin(query.show(statement('staging/show-rejects', {table_name: table})));
		},
		'skip-stage': () => begin(load.skip(selected())),
		'run-all': () => begin(load.runAll()),
		'go-on'() {
			const next = nextStage(getState().load);
			if (next === undefined) begin(query.open());
			else select(next);
		},
		'go-to-obstacle': () => select(obstacle(getState().load, selected())),
		'go-to-running'() {
			const stage = busyStage(getState());
			if (stage === undefined) begin(query.open());
			else select(stage);
		},
		'go-back': () => dispatch({type: 'moved', to: 'up'}),
		'select-number': key => select(stageIds[Number(key) - 1]),
		'show-sql'() {
			const text = texts[selected()];
			const {plans, stages} = getState().load;
			const sql = withFigures(plans[selected()]?.sql ?? text.sql(), stages[selected()]);
			if (sql.length === 0) remark('This stage sends no SQL.');
			else
				dispatch({
					type: 'mode-changed',
					mode: {type: 'sql-text', title: text.title, text: joinStatements(sql), top: 0},
				});
		},
		'dry-run': () => begin(trial.dryRun(selected())),
		'show-dry-run'() {
			const stage = selected();
			if (getState().load.dryRuns[stage] === undefined) remark('No dry run yet: d makes one.');
			else dispatch({type: 'mode-changed', mode: {type: 'dry-run', stage, top: 0}});
		},
		'wait-for-loads': () => begin(trial.waitForLoads(selected())),
		'end-loads': () => begin(trial.endLoads(selected())),
		'start-over': () => begin(trial.startOver(selected())),
		'refuse-beside-load': () => refuse(besideLoad),
		'move-damaged-file': () => begin(load.run(selected(), {movesDamagedFile: true})),
		'open-check'() {
			const failed = failedChecks(getState().load.stages[selected()]);
			const check = failed[getState().check] ?? failed[0];
			if (check !== undefined) begin(query.use(check.query, true));
		},
	};
}

/** The queries of the checks, each with what came of it; other SQL as it is. */
function withFigures(sql: readonly string[], status: StageStatus): readonly string[] {
	const checks = checksOf(status);
	if (checks.length !== sql.length) return sql;
	return sql.map((query, i) => `-- ${checkFigures(checks[i]!)}\n${query}`);
}

/** The stage that keeps one waiting and does not wait itself: there something can be done. */
function obstacle(load: PipelineState, stage: StageId): StageId | undefined {
	const status = load.stages[stage];
	const first = status.type === 'waiting' ? status.on[0] : undefined;
	return first === undefined ? undefined : (obstacle(load, first) ?? first);
}
