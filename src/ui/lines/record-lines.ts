import {safeText} from '../../format/safe-text.js';
import {displayWidth, fitWidth, padWidth, wrapText} from '../../format/text-width.js';
import {valueText} from '../../notebook/value-text.js';
import type {Column, Row} from '../../warehouse/warehouse.js';
import {type Line, span} from './line.js';

const maxNameWidth = 24;

/** A row, column by column with untruncated values. The selected column is marked. */
export function rowLines(
	columns: readonly Column[],
	row: Row | undefined,
	selected: number,
	width: number,
): readonly Line[] {
	if (row === undefined) return [];
	const names = columns.map(({name}) => fitWidth(safeText(name), maxNameWidth));
	const nameWidth = Math.max(...names.map(displayWidth));
	return columns.flatMap((_, index) => {
		const text = valueText(row[index] ?? null);
		const isSelected = index === selected;
		const label = `${isSelected ? '▸' : ' '} ${padWidth(names[index]!, nameWidth)}  `;
		const parts = (text ?? 'NULL')
			.split('\n')
			.flatMap(part => wrapText(safeText(part), Math.max(1, width - nameWidth - 6)));
		return parts.map((part, i) => [
			span(i === 0 ? label : ' '.repeat(displayWidth(label)), {bold: isSelected}),
			span(part, {dim: text === null}),
		]);
	});
}
