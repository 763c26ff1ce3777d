import {plural} from '../format/figures.js';
import {safeText} from '../format/safe-text.js';
import type {Loss} from '../load/losses.js';
import {describeLoad} from '../load/running-loads.js';
import type {Plan, Stage} from '../load/stage.js';

/** The text shown before a stage runs: what it does, what it reads, what would be lost. */
export function plainPlanLines({explain}: Pick<Stage, 'explain'>, plan: Plan): readonly string[] {
	return [
		explain,
		...plan.reads.map(text => `Reads ${text}.`),
		...plan.notes,
		...(plan.running ?? []).map(describeLoad),
		...(plan.replaces !== undefined && plan.replaces.length > 0
			? [`Replaces ${lossText(plan.replaces)}, recomputed from the same source.`]
			: []),
		...(plan.destroys.length > 0 ? [`Removes ${lossText(plan.destroys)}.`] : []),
	].map(safeText);
}

/** `6,820 rows of songplays, 97 rows of users` */
export function lossText(losses: readonly Loss[]): string {
	return losses.map(({table, rows}) => `${plural(rows, 'row')} of ${table}`).join(', ');
}
