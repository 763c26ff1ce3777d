import {Box, useCursor} from 'ink';
import {memo, useMemo} from 'react';
import {cellLines} from '../lines/cells/cell-lines.js';
import {cellView, layoutOf, type Page, visiblePlace} from '../lines/cells/page.js';
import {visibleParts} from '../lines/cells/page-layout.js';
import {blank, type Line, span} from '../lines/line.js';
import type {PageAnchor} from '../state/page-anchor.js';
import {Lines} from './Lines.js';

type Props = {
	readonly page: Page;
	/** The first visible line. */
	readonly anchor: PageAnchor;
	/** Height of the page. */
	readonly rows: number;
	/** Screen row where the page starts. */
	readonly top: number;
	/** Ms since 1970. */
	readonly now: number;
	/** Whether keys type into the cell being edited, not into a prompt. */
	readonly hasKeys: boolean;
};

/** The notebook: the row of the load and the cells, scrolled. The terminal's cursor is in the cell being edited. */
export function NotebookPage({page, anchor, rows, top, now, hasKeys}: Props) {
	const {document, loadLines, selected, columns} = page;
	const layout = layoutOf(page);
	const {setCursorPosition} = useCursor();
	const cursor = hasKeys ? visiblePlace(page, layout, anchor, rows) : undefined;
	setCursorPosition(cursor && {x: cursor.column, y: top + cursor.row});
	const cells = useMemo(() => new Map(document.cells.map(cell => [cell.id, cell])), [document.cells]);
	return (
		<Box flexDirection="column" height={rows} width={columns} overflow="hidden">
			{visibleParts(layout, anchor, rows).map(({id, from, to}) => (
				<Cell
					key={id}
					lines={id === 'load' ? loadLines : cellLines(cells.get(id)!, cellView(page, id), now)}
					from={from}
					to={to}
					isSelected={id === selected}
				/>
			))}
		</Box>
	);
}

type CellProps = {
	/** The first span of each is a blank for the mark of the selection. */
	readonly lines: readonly Line[];
	/** The lines to draw, `to` exclusive. The line after the last is blank. */
	readonly from: number;
	readonly to: number;
	readonly isSelected: boolean;
};

/** The visible lines of a cell. Memoized: when the selection moves, two cells are redrawn. */
const Cell = memo(function Cell({lines, from, to, isSelected}: CellProps) {
	const shown = [...lines, blank].slice(from, to);
	const [first, ...others] = shown;
	const isMarked = isSelected && first !== undefined && from < lines.length;
	return <Lines lines={isMarked ? [[selectionMark, ...first.slice(1)], ...others] : shown} />;
});

const selectionMark = span('❯', {bold: true, color: 'cyan'});
