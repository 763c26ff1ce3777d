import type {ColumnSize} from '../../notebook/column-size.js';
import type {ResultState} from '../../notebook/query-state.js';
import {columnSizes, type ResultTable, resultTable} from '../../notebook/result-table.js';
import type {Row} from '../../warehouse/warehouse.js';
import type {CellPosition} from '../state/ui-state.js';

const sizeCache = new WeakMap<readonly Row[], readonly ColumnSize[]>();

/** A result's column sizes, measured once per set of rows. */
function sizesOf({columns, rows}: ResultState): readonly ColumnSize[] {
	const sizes = sizeCache.get(rows) ?? columnSizes(columns, rows);
	sizeCache.set(rows, sizes);
	return sizes;
}

/** The part of a result that fits into `width` cells and `height` rows. */
export function visibleTable(
	result: ResultState,
	{top, firstColumn}: Pick<CellPosition, 'top' | 'firstColumn'>,
	width: number,
	height: number,
): ResultTable {
	const window = {firstRow: top, firstColumn, width, height};
	return resultTable(result.columns, result.rows, sizesOf(result), window);
}

/** The first visible column that brings `column` into view with the least scrolling. */
export function firstColumnShowing(
	result: ResultState,
	column: number,
	first: number,
	width: number,
): number {
	for (let start = Math.min(first, column); start < column; start++) {
		const {columns} = visibleTable(result, {top: 0, firstColumn: start}, width, 1);
		if (columns.some(({index}) => index === column)) return start;
	}
	return column;
}
