import {safeText} from '../../format/safe-text.js';
import {displayWidth, fitWidth, padWidth, wrapText} from '../../format/text-width.js';
import {visibleResult} from '../../notebook/query-state.js';
import {valueText} from '../../notebook/value-text.js';
import type {Snapshot} from '../state/snapshot.js';
import {type Line, span} from './line.js';

const maxNameWidth = 24;

/** The selected row, column by column with untruncated values. The selected column is marked. */
export function recordLines({query, cell, size}: Pick<Snapshot, 'query' | 'cell' | 'size'>): readonly Line[] {
	const result = visibleResult(query);
	const row = result?.rows[cell.row];
	if (result === undefined || row === undefined) return [];
	const names = result.columns.map(({name}) => fitWidth(safeText(name), maxNameWidth));
	const nameWidth = Math.max(...names.map(displayWidth));
	return result.columns.flatMap((_, index) => {
		const text = valueText(row[index] ?? null);
		const isSelected = index === cell.column;
		const label = `${isSelected ? '▸' : ' '} ${padWidth(names[index]!, nameWidth)}  `;
		const width = Math.max(1, size.columns - nameWidth - 6);
		const parts = (text ?? 'NULL').split('\n').flatMap(part => wrapText(safeText(part), width));
		return parts.map((part, i) => [
			span(i === 0 ? label : ' '.repeat(displayWidth(label)), {bold: isSelected}),
			span(part, {dim: text === null}),
		]);
	});
}
