import {count, duration} from '../../format/figures.js';
import {padWidth} from '../../format/text-width.js';
import {checksOf, currentResult} from '../../load/state.js';
import {recordsOf, type StageId, stageIds, stageRows, tableOf} from '../../star/stages.js';
import type {Snapshot} from '../state/snapshot.js';
import {blank, type Line, span} from './line.js';
import {spinner, statusMarks} from './theme.js';

const phases = {connect: 1, drop: 1, create: 1, staging: 2, transform: 3, verify: 4};
const phaseOf = (id: StageId) => phases[stageRows[id].kind];
/** The last stage of each phase but the last; a blank line follows it. */
const phaseEnds: ReadonlySet<StageId> = new Set(
	stageIds.filter((id, index) => phaseOf(id) < phaseOf(stageIds[index + 1] ?? id)),
);

type ListState = Pick<Snapshot, 'load' | 'selected' | 'now'>;

/** One line per stage with its status and figures, in exactly `height` lines; `height` is at least their number. */
export function stageList(state: ListState, wide: boolean, height: number): readonly Line[] {
	const lines = listRows(wide, height).map(row => {
		if (row === 'heading') return wideHeading;
		if (row === 'blank') return blank;
		return wide ? wideLine(state, row) : narrowLine(state, row);
	});
	return [...lines, ...tableList(state, wide, height - lines.length)];
}

/** The stage in a row of the list, from 0; undefined if there is none. */
export function stageAt(row: number, wide: boolean, height: number): StageId | undefined {
	const found = listRows(wide, height)[row];
	return found === 'heading' || found === 'blank' ? undefined : found;
}

/** What each row shows, down to the last stage. */
function listRows(wide: boolean, height: number): readonly (StageId | 'heading' | 'blank')[] {
	if (height < stageIds.length + phaseEnds.size + (wide ? 2 : 0)) return stageIds;
	const rows = stageIds.flatMap(id => (phaseEnds.has(id) ? [id, 'blank' as const] : [id]));
	return wide ? ['heading', 'blank', ...rows] : rows;
}

/** `❯✔  4 stage-events     8,056`: the row count of a finished stage, the status word of any other. */
function narrowLine(state: ListState, id: StageId): Line {
	const status = state.load.stages[id];
	const {word} = statusMarks[status.type];
	const rows = status.type === 'done' ? tableRows(state, id) : undefined;
	const text = rows === undefined ? word : briefCount(rows);
	return [...namePart(state, id), span(text.padStart(9), stateStyle(state, id))];
}

const wideHeading: Line = [
	span(
		`${' '.repeat(6)}${'stage'.padEnd(15)}${'state'.padEnd(9)}${'rows'.padStart(12)}${'rejects'.padStart(8)}${'time'.padStart(9)}`,
		{
			dim: true,
		},
	),
];

function wideLine(state: ListState, id: StageId): Line {
	const status = state.load.stages[id];
	const current = currentResult(status);
	const rejected = current?.result.records === undefined ? '' : count(current.result.rejected);
	const time =
		status.type === 'running'
			? duration(state.now - status.startedAt)
			: current?.ms === undefined
				? ''
				: duration(current.ms);
	return [
		...namePart(state, id),
		span(` ${statusMarks[status.type].word.padEnd(9)}`, stateStyle(state, id)),
		span(`${(rowsOf(state, id) ?? '').padStart(12)}${rejected.padStart(8)}${time.padStart(9)}`),
		...(filesNotChecked(state, id) ? [span('  files not checked', {dim: true})] : []),
	];
}

/** Whether a finished staging stage has files that couldn't be checked for changes. */
export function filesNotChecked({load}: Pick<Snapshot, 'load'>, id: StageId): boolean {
	const records = recordsOf(id);
	return (
		load.stages[id].type === 'done' && records !== undefined && load.files[records]?.type === 'not-checked'
	);
}

function namePart(state: ListState, id: StageId): Line {
	const {selected, load, now} = state;
	const {type} = load.stages[id];
	const mark = type === 'running' ? spinner(now) : statusMarks[type].mark;
	const isSelected = id === selected;
	return [
		span(isSelected ? '❯' : ' ', {bold: true, color: 'cyan'}),
		span(mark, {bold: true, ...stateStyle(state, id)}),
		span(String(stageIds.indexOf(id) + 1).padStart(3), {dim: true}),
		span(` ${id.padEnd(14)}`, {bold: isSelected, dim: type === 'waiting' && !isSelected}),
	];
}

function stateStyle({load}: ListState, id: StageId) {
	const {color, dim} = statusMarks[load.stages[id].type];
	return {...(color !== undefined && {color}), ...(dim !== undefined && {dim})};
}

/** The text of the rows column; for `verify`, the number of checks. */
function rowsOf(state: ListState, id: StageId): string | undefined {
	const checks = checksOf(state.load.stages[id]);
	if (checks.length > 0) return `${count(checks.length)} checks`;
	const rows = tableRows(state, id);
	return rows === undefined ? undefined : count(rows);
}

/** Rows of the stage's table; undefined for a stage that fills no table. */
function tableRows({load}: ListState, id: StageId): number | undefined {
	return tableOf(id) ? currentResult(load.stages[id])?.result.rows : undefined;
}

/** `8,056`, or `12.3 M` from a million on, to fit the narrow column. */
function briefCount(rows: number): string {
	if (rows < 1_000_000) return count(rows);
	return `${Number((rows / 1_000_000).toPrecision(3))} M`;
}

/** Row counts of the tables, shown below the stages on a tall screen. Exactly `height` lines. */
function tableList({load}: ListState, wide: boolean, height: number): readonly Line[] {
	const counts = Object.entries(load.counts);
	const fits = counts.length > 0 && height >= counts.length + 4;
	const tableLine = (name: string, rows: number) =>
		`      ${padWidth(name, wide ? 22 : 15)}${(wide ? count(rows) : briefCount(rows)).padStart(wide ? 12 : 8)}`;
	const lines: readonly Line[] = fits
		? [
				blank,
				[span('      Tables in the warehouse', {dim: true})],
				blank,
				...counts.map(([name, rows]): Line => [span(tableLine(name, rows))]),
			]
		: [];
	return [...lines, ...Array.from({length: Math.max(0, height - lines.length)}, () => blank)];
}
