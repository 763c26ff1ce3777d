import {plural} from '../format/figures.js';
import {displayWidth, padWidth, wrapText} from '../format/text-width.js';
import type {BothSides, TableComparison} from './compare-table.js';
import type {Difference, TwoValues} from './first-differences.js';
import type {TableTotals} from './table-figures.js';
import {displayPair, displayValue} from './value-text.js';

/** Maximum width of two values on one line. */
const oneLineWidth = 72;

/** The comparisons as a table, one line each, followed by the first differences of unequal tables. */
export function comparisonLines(
	comparisons: readonly TableComparison[],
	columns = Number.MAX_SAFE_INTEGER,
): readonly string[] {
	return [
		...overview(comparisons),
		...comparisons.flatMap(comparison => differenceLines(comparison, columns)),
	];
}

function overview(comparisons: readonly TableComparison[]): readonly string[] {
	const rows = [
		['table', 'rows here', 'rows there', 'keys', 'values'],
		...comparisons.map(comparison => [comparison.table, ...figures(comparison), verdict(comparison)]),
	];
	const widths = [0, 1, 2, 3].map(column => Math.max(...rows.map(row => row[column]!.length)));
	return rows.map(row =>
		row
			.map((text, column) =>
				padWidth(text, widths[column] ?? 0, column === 1 || column === 2 ? 'right' : 'left'),
			)
			.join('  ')
			.trimEnd(),
	);
}

function figures(comparison: TableComparison): readonly string[] {
	if (comparison.type === 'incomparable') {
		const {here, there} = comparison.rows;
		return [String(here ?? '–'), String(there ?? '–'), '–'];
	}
	const {here, there} = comparison.totals;
	const [keysHere, keysThere] = [keysText(here), keysText(there)];
	return [
		String(here.rows),
		String(there.rows),
		keysHere === keysThere ? keysHere : `${keysHere} / ${keysThere}`,
	];
}

function keysText({keys, nullKeys}: TableTotals): string {
	return nullKeys === 0 ? String(keys) : `${keys}, ${nullKeys} NULL`;
}

/** The result of a comparison in a few words. */
export function verdict(comparison: TableComparison): string {
	switch (comparison.type) {
		case 'equal':
			return 'equal';
		case 'different':
			if (comparison.columns === undefined) return 'different rows';
			if (comparison.columns.length === 0) return 'same values in different rows';
			return `differ in ${comparison.columns.join(', ')}`;
		case 'incomparable':
			return absentText(comparison.rows, comparison.missing);
	}
}

function absentText(rows: BothSides<number | undefined>, missing: BothSides<readonly string[]>): string {
	const absent = (['here', 'there'] as const).filter(side => rows[side] === undefined);
	if (absent.length > 0) return `no table ${absent.length === 2 ? 'in either' : absent[0]}`;
	return (['here', 'there'] as const)
		.filter(side => missing[side].length > 0)
		.map(side => `no column ${missing[side].join(', ')} ${side}`)
		.join('; ');
}

function differenceLines(comparison: TableComparison, columns: number): readonly string[] {
	if (comparison.type !== 'different') return [];
	const {table, differences, more} = comparison;
	const found = more
		? `the first ${differences.length} differences`
		: plural(differences.length, 'difference');
	return ['', `${table}: ${found}`, ...differences.flatMap(difference => describe(difference, columns))];
}

function describe(difference: Difference, columns: number): readonly string[] {
	const key = difference.key.map(({column, value}) => `${column} ${displayValue(value)}`).join(', ');
	switch (difference.type) {
		case 'only': {
			const values = difference.values.map(({column, value}) => `${column} ${displayValue(value)}`);
			return [
				...indented(`${key}: only ${difference.side}`, 2, columns),
				...indented(values.join(', '), 4, columns),
			];
		}
		case 'changed':
			return [
				...indented(key, 2, columns),
				...difference.values.flatMap(values => changedValue(values, columns)),
			];
	}
}

/** Both values of a column, on one line if they fit. */
function changedValue({column, here, there}: TwoValues, columns: number): readonly string[] {
	const [shownHere, shownThere] = displayPair(here, there);
	const line = `${column}: ${shownHere} here, ${shownThere} there`;
	if (displayWidth(line) <= oneLineWidth) return indented(line, 4, columns);
	return [
		...indented(column, 4, columns),
		...indented(`here   ${shownHere}`, 6, columns),
		...indented(`there  ${shownThere}`, 6, columns),
	];
}

/** Wraps text that is safe for a terminal, indenting continuation lines by two more columns. */
function indented(text: string, indent: number, columns: number): readonly string[] {
	if (text === '') return [];
	const lines = wrapText(text, Math.max(20, columns - indent - 2));
	return lines.map((line, index) => `${' '.repeat(index === 0 ? indent : indent + 2)}${line}`);
}
