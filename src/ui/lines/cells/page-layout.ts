import type {PageAnchor, PageItem} from '../../state/page-anchor.js';

/** Where the items of a page are. Each item is followed by a blank line, which counts as its last line. */
export type PageLayout = {
	readonly ids: readonly PageItem[];
	/** The page's line at which each item starts, and at the end the number of lines. */
	readonly starts: readonly number[];
	readonly indices: ReadonlyMap<PageItem, number>;
};

/** The visible lines of an item, `to` exclusive. */
export type VisiblePart = {readonly id: PageItem; readonly from: number; readonly to: number};

export const pageStart: PageAnchor = {id: 'load', line: 0};

/** @param items Their heights in lines, without the blank line after each. */
export function pageLayout(items: readonly {readonly id: PageItem; readonly height: number}[]): PageLayout {
	const starts = [0];
	for (const {height} of items) starts.push(starts.at(-1)! + height + 1);
	const ids = items.map(({id}) => id);
	return {ids, starts, indices: new Map(ids.map((id, index) => [id, index]))};
}

/** The visible part of each visible item, from top to bottom. */
export function visibleParts(layout: PageLayout, anchor: PageAnchor, height: number): readonly VisiblePart[] {
	const {ids, starts} = layout;
	const top = topOf(layout, anchor, height);
	const parts: VisiblePart[] = [];
	for (let index = indexAt(layout, top); index < ids.length && starts[index]! < top + height; index++) {
		const [start, end] = [starts[index]!, starts[index + 1]!];
		parts.push({
			id: ids[index]!,
			from: Math.max(top, start) - start,
			to: Math.min(top + height, end) - start,
		});
	}
	return parts;
}

/** Scrolls by lines, down if positive, but never past the ends of the page. */
export function scrolled(layout: PageLayout, anchor: PageAnchor, lines: number, height: number): PageAnchor {
	return anchorAt(layout, topOf(layout, anchor, height) + lines, height);
}

/** The anchor that shows the end of the page. */
export function pageEnd(layout: PageLayout, height: number): PageAnchor {
	return anchorAt(layout, Number.MAX_SAFE_INTEGER, height);
}

/**
Scrolls as little as possible to show an item; of one that is higher than the page, as much as fits.
@param line Show only this line of it, e.g. that of the cursor.
*/
export function anchorShowing(
	layout: PageLayout,
	anchor: PageAnchor,
	id: PageItem,
	height: number,
	{line}: {readonly line?: number | undefined} = {},
): PageAnchor {
	const lines = linesOf(layout, id);
	if (lines === undefined) return anchor;
	// The anchor's cell was deleted.
	if (!layout.indices.has(anchor.id)) return anchorAt(layout, lines.start, height);
	const [start, end] =
		line === undefined ? [lines.start, lines.end] : [lines.start + line, lines.start + line + 1];
	const top = topOf(layout, anchor, height);
	const [first, last] = [Math.min(start, end - height), Math.max(start, end - height)];
	return anchorAt(layout, Math.max(first, Math.min(top, last)), height);
}

/**
Scrolls by a line within an item that continues beyond the page in this direction. Undefined if its end is visible: then it
is the turn of the next item.
@param by 1 is down, -1 is up.
*/
export function scrolledWithin(
	layout: PageLayout,
	anchor: PageAnchor,
	id: PageItem,
	by: 1 | -1,
	height: number,
): PageAnchor | undefined {
	const lines = linesOf(layout, id);
	if (lines === undefined) return undefined;
	const top = topOf(layout, anchor, height);
	const isVisible = lines.start < top + height && lines.end > top;
	const continues = by === 1 ? lines.end > top + height : lines.start < top;
	return isVisible && continues ? anchorAt(layout, top + by, height) : undefined;
}

/** The page's lines of an item, without the blank line after it. */
function linesOf(
	{indices, starts}: PageLayout,
	id: PageItem,
): {readonly start: number; readonly end: number} | undefined {
	const index = indices.get(id);
	return index === undefined ? undefined : {start: starts[index]!, end: starts[index + 1]! - 1};
}

/** The page's first visible line. Heights may have changed since the anchor was made. */
function topOf(layout: PageLayout, {id, line}: PageAnchor, height: number): number {
	const lines = linesOf(layout, id);
	return lines === undefined ? 0 : clampTop(layout, Math.min(lines.start + line, lines.end), height);
}

function anchorAt(layout: PageLayout, line: number, height: number): PageAnchor {
	const top = clampTop(layout, line, height);
	const index = indexAt(layout, top);
	return {id: layout.ids[index]!, line: top - layout.starts[index]!};
}

function clampTop({starts}: PageLayout, top: number, height: number): number {
	// The blank line after the last item need not be visible.
	return Math.max(0, Math.min(top, starts.at(-1)! - 1 - height));
}

/** The item that contains a line of the page, by bisection. */
function indexAt({starts, ids}: PageLayout, line: number): number {
	let [low, high] = [0, ids.length - 1];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (starts[middle]! <= line) low = middle;
		else high = middle - 1;
	}
	return low;
}
