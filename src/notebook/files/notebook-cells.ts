import type {Cell, CellId, OpenedCell} from '../document/document.js';
import {formatInfo} from '../markdown/cell-info.js';
import {
	type FilePart,
	isClosed,
	type NotebookFile,
	newCell,
	replaceCell,
	splitFrontMatter,
} from '../markdown/notebook-file.js';

/** A notebook file as cells with blank lines between them. All texts are as in the file. */
export type NotebookLayout = {
	readonly hasBom: boolean;
	readonly lineEnd: NotebookFile['lineEnd'];
	readonly frontMatter: string;
	readonly slots: readonly Slot[];
	/** Blank lines and line ends before each slot and, as the last item, after the last slot. */
	readonly gaps: readonly string[];
};

/** A cell in the file. */
type Slot = {
	readonly cell: OpenedCell;
	/** Its text in the file, without the last line end. */
	readonly source: string;
	/** Of an SQL cell. */
	readonly part?: SqlPart;
	/** The saved output below it, and the blank lines between. */
	readonly output?: {readonly gap: string; readonly source: string};
};

type SqlPart = Extract<FilePart, {readonly type: 'sql'}>;

/** The layout of a notebook that does not exist yet. */
export const emptyLayout: NotebookLayout = {
	hasBom: false,
	lineEnd: '\n',
	frontMatter: '',
	slots: [],
	gaps: [''],
};

/** Divides a file into cells: SQL cells, and what is between them as Markdown cells. Front matter is not a cell. */
export function layoutOf({hasBom, lineEnd, parts}: NotebookFile): NotebookLayout {
	const slots: Slot[] = [];
	const gaps: string[] = [];
	let frontMatter = '';
	/** The text since the last slot. */
	let text = '';
	const add = (source: string, slot: Omit<Slot, 'source'>) => {
		const core = source.replace(/\r?\n$/, '');
		gaps.push(text);
		slots.push({...slot, source: core});
		text = source.slice(core.length);
	};
	const addProse = () => {
		const [gap = ''] = /^(?:[ \t]*\r?\n)*/.exec(text) ?? [];
		const source = text.slice(gap.length).replace(/[ \t\r\n]+$/, '');
		if (source === '') return;
		const after = text.slice(gap.length + source.length);
		text = gap;
		add(source, {cell: {kind: 'markdown', text: toLf(source)}});
		text = after;
	};
	for (const part of parts) {
		const last = slots.at(-1);
		if (part.type === 'sql') {
			addProse();
			const {name, chart} = part.cell.info;
			const named = {...(name !== undefined && {name}), ...(chart !== undefined && {chart})};
			add(part.source, {cell: {kind: 'sql', text: part.cell.sql, ...named}, part});
		} else if (
			part.type === 'output' &&
			last?.part !== undefined &&
			last.output === undefined &&
			text.trim() === ''
		) {
			const source = part.source.replace(/\r?\n$/, '');
			slots[slots.length - 1] = {...last, output: {gap: text, source}};
			text = part.source.slice(source.length);
		} else if (slots.length === 0 && text === '' && frontMatter === '') {
			[frontMatter, text] = splitFrontMatter(part.source);
		} else text += part.source;
	}
	addProse();
	return {hasBom, lineEnd, frontMatter, slots, gaps: [...gaps, text]};
}

const savedBlock = /^<!--.*?-->([\s\S]*)<!-- \/sparkify:output -->\s*$/;

/** The cells of a file. */
export function openedCells({slots}: NotebookLayout): readonly OpenedCell[] {
	return slots.map(({cell, output}) => {
		const [, saved] = output === undefined ? [] : (savedBlock.exec(output.source) ?? []);
		return saved === undefined ? cell : {...cell, savedOutput: toLf(saved).trim()};
	});
}

/** What of a cell is saved. */
export type SavedCell = Pick<Cell, 'id' | 'kind' | 'text' | 'name' | 'chart'>;

export type WriteOptions = {
	/** The index in the file of the cells that were opened from it. */
	readonly origins: ReadonlyMap<CellId, number>;
	/** The outputs to save, as Markdown. Cells without one keep the output in the file. */
	readonly outputs?: ReadonlyMap<CellId, string>;
	/** Whether the file is to have no outputs. */
	readonly removesOutputs?: boolean;
};

/**
Writes cells as a file. Cells that have not changed, and the blank lines between those that are still neighbors, are written
as they were read. Blank Markdown cells are left out, and so is the input at the end if it is blank.
*/
export function notebookWith(
	layout: NotebookLayout,
	cells: readonly SavedCell[],
	{origins, outputs = new Map(), removesOutputs = false}: WriteOptions,
): string {
	const {slots, gaps, lineEnd, frontMatter, hasBom} = layout;
	const blankLine = lineEnd + lineEnd;
	let text = '';
	let previous: {readonly index: number | undefined; readonly isSame: boolean; readonly isAtRoot: boolean} = {
		index: -1,
		isSame: true,
		isAtRoot: true,
	};
	const written = writtenCells(cells);
	for (const cell of written) {
		const index = origins.get(cell.id);
		const slot = index === undefined ? undefined : slots[index];
		const isFirst = text === '';
		const isNeighbor = index !== undefined && previous.index === index - 1;
		// After other Markdown, an indented fence may belong to a list.
		const isInPlace = isNeighbor && previous.isSame && previous.isAtRoot;
		const isLast = cell === written.at(-1);
		const isSame = slot !== undefined && isUnchanged(slot, cell);
		const source = sourceOf(cell, slot, {lineEnd, isSame, isInPlace, isLast});
		const output = removesOutputs ? '' : outputOf(cell, slot, lineEnd, outputs.get(cell.id));
		const gap = isNeighbor ? gaps[index]! : undefined;
		if (gap !== undefined && (isFirst || (isSame && previous.isSame) || /\n[ \t]*\r?\n/.test(gap)))
			text += gap;
		else if (isFirst) text += frontMatter === '' ? '' : lineEnd;
		else text += blankLine;
		text += source + output;
		previous = {
			index,
			isSame: isSame && !outputs.has(cell.id) && !(removesOutputs && slot.output !== undefined),
			isAtRoot: cell.kind === 'sql' || isInPlace,
		};
	}
	if (previous.index === slots.length - 1) text += gaps.at(-1)!;
	else if (text !== '') text += lineEnd;
	// Without front matter, a file must not begin like one.
	const isMatter = frontMatter === '' && splitFrontMatter(text)[0] !== '';
	return `${hasBom ? '\uFEFF' : ''}${withLineEnd(frontMatter, lineEnd, text)}${isMatter ? lineEnd : ''}${text}`;
}

/** Front matter at the end of a file may lack its line end. */
function withLineEnd(frontMatter: string, lineEnd: string, text: string): string {
	const isOpen = frontMatter !== '' && !frontMatter.endsWith('\n') && text !== '';
	return isOpen ? frontMatter + lineEnd : frontMatter;
}

/** The cells that are written: not blank Markdown, nor a blank input. */
export function writtenCells<T extends Pick<Cell, 'kind' | 'text'>>(cells: readonly T[]): readonly T[] {
	return cells.filter(
		({kind, text}, index) => text.trim() !== '' || (kind === 'sql' && index < cells.length - 1),
	);
}

/** Whether a cell is as it is in the file. */
export function isUnchanged({cell, part}: Slot, now: SavedCell): boolean {
	if (now.kind !== cell.kind || now.text !== cell.text) return false;
	return part === undefined || formatInfo(infoOf(now, part)) === formatInfo(part.cell.info);
}

function infoOf({name, chart}: Pick<SavedCell, 'name' | 'chart'>, part: SqlPart | undefined) {
	const others = part?.cell.info.others;
	return {
		...(name !== undefined && {name}),
		...(chart !== undefined && {chart}),
		...(others !== undefined && {others}),
	};
}

type Position = {
	readonly lineEnd: NotebookFile['lineEnd'];
	readonly isSame: boolean;
	/** Whether nothing has changed before it that could take in an indented fence. */
	readonly isInPlace: boolean;
	readonly isLast: boolean;
};

/** The text of a cell in the file, without the last line end. */
function sourceOf(
	cell: SavedCell,
	slot: Slot | undefined,
	{lineEnd, isSame, isInPlace, isLast}: Position,
): string {
	if (cell.kind === 'markdown') {
		if (isSame) return slot!.source;
		const text = toLf(cell.text)
			.replace(/^(?:[ \t]*\n)+/, '')
			.replace(/[ \t\n]+$/, '');
		return text.replaceAll('\n', lineEnd);
	}
	const part = slot?.part;
	const isIndented = part?.source.startsWith(' ') === true && !isInPlace;
	if (isSame && !isIndented && (isLast || isClosed(part!))) return slot!.source;
	const content = {sql: toLf(cell.text), info: infoOf(cell, part)};
	const {source} =
		part === undefined || isIndented ? newCell(content, lineEnd) : replaceCell(part, content, lineEnd);
	return source.replace(/\r?\n$/, '');
}

/** The saved output of a cell, with the blank line before it. @param text The output to save, as Markdown. */
function outputOf(
	cell: SavedCell,
	slot: Slot | undefined,
	lineEnd: string,
	text: string | undefined,
): string {
	const opening = `<!-- sparkify:output${cell.name === undefined ? '' : ` ${cell.name}`} -->`;
	if (cell.kind !== 'sql') return '';
	const {gap = lineEnd + lineEnd, source} = slot?.output ?? {};
	if (text !== undefined) {
		const all = `${opening}\n\n${text.trim()}\n\n<!-- /sparkify:output -->`;
		return gap + all.replaceAll('\n', lineEnd);
	}
	if (source === undefined) return '';
	return (
		gap + (cell.name === slot!.cell.name ? source : source.replace(/<!-- sparkify:output.*?-->/, opening))
	);
}

function toLf(text: string): string {
	return text.replaceAll(/\r\n?/g, '\n');
}
