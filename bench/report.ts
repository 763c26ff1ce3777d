/** Writes the results as Markdown and charts, from a file with all figures. */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {ChartData} from '../src/notebook/charts/chart-data.js';
import {chartSvg} from '../src/notebook/report/chart-svg.js';
import {type Row, ratioOf, type Skipped, type Unit} from './benchmark.js';
import type {Environment} from './environment.js';
import {median} from './median.js';

type Failed = {readonly id: string; readonly title: string; readonly failed: string};
export type Result = Row | Skipped | Failed;
export type Entry = {readonly environment: Environment; readonly isQuick: boolean; readonly result: Result};

const folder = 'bench';
const figuresFile = join(folder, 'report.json');

/** The entries of the last report; none if there is no report. */
export function readEntries(): readonly Entry[] {
	if (!existsSync(figuresFile)) return [];
	return JSON.parse(readFileSync(figuresFile, 'utf8')) as readonly Entry[];
}

export function isRow(result: Result): result is Row {
	return 'ours' in result;
}

/** What the goal is about: a ratio, or the figure itself. */
export function measureOf({ours, against}: Row): number {
	return against === undefined ? median(ours) : ratioOf(ours, against.figures);
}

const digits: Readonly<Record<Unit, number>> = {s: 2, ms: 0, MB: 0, MiB: 1, '%': 1};

function figures(values: readonly number[], unit: Unit): string {
	const shown = (value: number) => value.toFixed(digits[unit]);
	const [min, max] = [Math.min(...values), Math.max(...values)];
	return values.length === 1
		? `${shown(min)} ${unit}`
		: `${shown(median(values))} ${unit} (${shown(min)} to ${shown(max)})`;
}

function ratios({ours, against}: Row): string {
	if (against === undefined) return '';
	const each = ours.map((figure, round) => figure / against.figures[round]!);
	const spread = `${Math.min(...each).toFixed(2)} to ${Math.max(...each).toFixed(2)}`;
	return `**${ratioOf(ours, against.figures).toFixed(2)}**${each.length > 1 ? ` (${spread})` : ''}`;
}

function goalOf(row: Row): string {
	if (row.goal === undefined) return '';
	const limit = row.against === undefined ? `${row.goal} ${row.unit}` : row.goal.toFixed(2);
	return `${limit}: ${measureOf(row) <= row.goal ? 'met' : '**not met**'}`;
}

function peak({peakMb}: Row): string {
	if (peakMb === undefined) return '';
	const theirs = peakMb.theirs === undefined ? '' : `, ${peakMb.theirs.toFixed(0)}`;
	return `${peakMb.ours.toFixed(0)}${theirs}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
	const line = (cells: readonly string[]) =>
		`| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function rowCells(row: Row): readonly string[] {
	return [
		`${row.title}${row.against === undefined ? '' : `, against ${row.against.name}`}`,
		figures(row.ours, row.unit),
		row.against === undefined ? '' : figures(row.against.figures, row.unit),
		ratios(row),
		row.cpuRatio?.toFixed(2) ?? '',
		peak(row),
		String(row.ours.length),
	];
}

const columns = ['measure', 'ours', 'the other', 'ratio', 'CPU ratio', 'peak MB: ours, the other', 'n'];

/** A chart as an SVG file, with the colors that the notebook's report defines on its page. */
function chartFile(title: string, bars: readonly {label: string; value: number}[]): string {
	const data: ChartData = {type: 'bar', name: title, notes: [], bars};
	const style = `<style>svg{--ink:#1f2328;--muted:#59636e;--rule:#d1d9e0;--series-0:#4269d0;font-family:system-ui,sans-serif}
@media (prefers-color-scheme:dark){svg{--ink:#f0f6fc;--muted:#9198a1;--rule:#3d444d}}</style>`;
	return `${chartSvg(data, title).replace('>', `>${style}`)}\n`;
}

function environmentLines(entries: readonly Entry[]): readonly string[] {
	const seen = new Map<string, {readonly environment: Environment; readonly ids: string[]}>();
	for (const {environment, isQuick, result} of entries) {
		const {commit, machine, versions} = environment;
		const key = [commit, machine, versions, isQuick].join();
		const known = seen.get(key);
		if (known === undefined) seen.set(key, {environment, ids: [result.id]});
		else known.ids.push(result.id);
	}
	return [...seen.values()].map(({environment: {measured, commit, machine, versions}, ids}) => {
		const which = seen.size === 1 ? '' : ` (${ids.join(', ')})`;
		return `- Commit ${commit}, ${measured} UTC${which}: ${machine}. ${versions}.`;
	});
}

/** Writes bench/report.json, and from it bench/REPORT.md with its charts. */
export function writeReport(entries: readonly Entry[]): void {
	writeFileSync(figuresFile, `${JSON.stringify(entries, undefined, '\t')}\n`);
	const results = entries.map(({result}) => result);
	const rows = results.filter(isRow);
	const goals = rows.filter(({goal}) => goal !== undefined);
	const others = rows.filter(({goal}) => goal === undefined);
	const absent = results.filter(result => !isRow(result)) as readonly (Skipped | Failed)[];
	const met = goals.filter(row => measureOf(row) <= row.goal!).length;
	const parts: string[] = [
		'# Benchmark',
		'',
		`Written by \`npm run bench${entries.some(({isQuick}) => isQuick) ? ' -- --quick' : ''}\`. ${met} of ${goals.length} goals are met.${met < goals.length ? ' [Why others are missed](../docs/performance.md#goals-that-are-missed).' : ''}`,
		'',
		...environmentLines(entries),
		'',
		'Figures are medians, with the lowest and the highest. What is compared runs by turns, and the ratio is the median of the rounds’ ratios. CPU ratio and peak memory are those of the client process with its threads.',
		'',
	];
	if (entries.some(({isQuick}) => isQuick))
		parts.push('**A quick run, on smaller data: the goals are for the full sizes.**', '');
	if (goals.length > 0) {
		writeFileSync(
			join(folder, 'goals.svg'),
			chartFile(
				'Share of the goal; up to 1 is met',
				goals.map(row => ({label: row.id, value: Number((measureOf(row) / row.goal!).toFixed(3))})),
			),
		);
		parts.push('## Goals', '');
		parts.push(
			...table(
				['', ...columns, 'goal'],
				goals.map(row => [row.id, ...rowCells(row), goalOf(row)]),
			),
		);
		parts.push('', '![Share of the goal that each measure takes; up to 1 is met](goals.svg)', '');
	}
	if (others.length > 0) {
		parts.push('## For comparison', '');
		parts.push(
			...table(
				['', ...columns],
				others.map(row => [row.id, ...rowCells(row)]),
			),
			'',
		);
	}
	const compared = others.filter(({against, unit}) => against !== undefined && unit === 's');
	if (compared.length > 0) {
		writeFileSync(
			join(folder, 'others.svg'),
			chartFile(
				'Times as long as ours',
				compared.map(row => ({label: row.id, value: Number((1 / measureOf(row)).toFixed(2))})),
			),
		);
		parts.push('![How many times as long as ours the others take](others.svg)', '');
	}
	const notes = rows.filter(({note}) => note !== undefined);
	if (notes.length > 0) parts.push('## Notes', '', ...notes.map(({id, note}) => `- ${id}: ${note}`), '');
	if (absent.length > 0)
		parts.push(
			'## Not measured',
			'',
			...absent.map(
				result => `- ${result.title}: ${'skipped' in result ? result.skipped : `failed: ${result.failed}`}`,
			),
			'',
		);
	writeFileSync(join(folder, 'REPORT.md'), `${parts.join('\n').trimEnd()}\n`);
}
