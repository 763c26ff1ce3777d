import type {Root, RootContent} from 'mdast';
import {type CellInfo, formatInfo, parseInfo} from './cell-info.js';

/** A SQL cell of a file: the text between its fences, and the words of its info string. Line ends are `\n`. */
export type SqlCell = {readonly sql: string; readonly info: CellInfo};

/** A part of a notebook file. The sources of all parts, joined, are the file. */
export type FilePart =
	| {readonly type: 'sql'; readonly source: string; readonly cell: SqlCell}
	/** Markdown, or the saved output of the cell before it, with its comments. */
	| {readonly type: 'prose' | 'output'; readonly source: string};

/** A notebook in Markdown. Whatever is not edited is written back as it was read, byte for byte. */
export type NotebookFile = {
	/** Whether the file begins with a byte order mark. */
	readonly hasBom: boolean;
	readonly lineEnd: '\n' | '\r\n';
	readonly parts: readonly FilePart[];
};

const bom = '\uFEFF';

/** Parses a notebook. Cells are fences at the root whose first word is `sql`. Loads the parser. */
export async function parseNotebook(text: string): Promise<NotebookFile> {
	// The parser would swallow a byte order mark, which moves all positions.
	const hasBom = text.startsWith(bom);
	const body = hasBom ? text.slice(bom.length) : text;
	const {children} = await parseMarkdown(body);
	const parts: FilePart[] = [];
	let end = 0;
	const add = (part: FilePart) => {
		if (part.source !== '') parts.push(part);
	};
	const proseUntil = (offset: number) => add({type: 'prose', source: body.slice(end, offset)});
	for (let index = 0; index < children.length; index++) {
		const node = children[index]!;
		const [from, to] = lines(node, body);
		if (from < end) continue;
		const cell = sqlCell(node);
		const last = outputEnd(children, index);
		if (cell !== undefined) {
			proseUntil(from);
			add({type: 'sql', source: body.slice(from, to), cell});
			end = to;
		} else if (last !== undefined) {
			proseUntil(from);
			end = lines(last, body)[1];
			add({type: 'output', source: body.slice(from, end)});
		}
	}
	proseUntil(body.length);
	return {hasBom, lineEnd: /\r?\n/.exec(body)?.[0] === '\r\n' ? '\r\n' : '\n', parts};
}

/** The text of a notebook file. */
export function notebookText({hasBom, parts}: NotebookFile): string {
	return `${hasBom ? bom : ''}${parts.map(({source}) => source).join('')}`;
}

async function parseMarkdown(text: string): Promise<Root> {
	const {fromMarkdown} = await import('mdast-util-from-markdown');
	// Markdown itself has no front matter. Blanks in its place keep the offsets.
	const [matter, body] = splitFrontMatter(text);
	return fromMarkdown(matter.replaceAll(/[^\r\n]/g, ' ') + body);
}

/** A block of settings at the start of a file. */
const frontMatter = /^---[ \t]*\r?\n(?:[\s\S]*?\n)?---[ \t]*(?:\r?\n|$)/;

/** Divides a text into its front matter, which may be empty, and the rest. */
export function splitFrontMatter(text: string): readonly [string, string] {
	const [matter = ''] = frontMatter.exec(text) ?? [];
	return [matter, text.slice(matter.length)];
}

/** Removes the front matter from the start of a text. */
export function withoutFrontMatter(text: string): string {
	return splitFrontMatter(text)[1];
}

/** The offsets of a node's lines, with the indentation before it and the line end after it. */
function lines({position}: RootContent, text: string): readonly [number, number] {
	const start = text.lastIndexOf('\n', (position?.start.offset ?? 0) - 1) + 1;
	const lineEnd = text.indexOf('\n', position?.end.offset ?? 0);
	return [start, lineEnd === -1 ? text.length : lineEnd + 1];
}

function sqlCell(node: RootContent): SqlCell | undefined {
	if (node.type !== 'code' || node.lang?.toLowerCase() !== 'sql') return undefined;
	return {sql: node.value.replaceAll('\r\n', '\n'), info: parseInfo(node.meta ?? '')};
}

const outputStart = /^<!-- sparkify:output(?: \S+)? -->\s*$/;
const outputStop = '<!-- /sparkify:output -->';

/** The last node of the saved output that begins with a node; undefined if none does, or it has no end. */
function outputEnd(nodes: readonly RootContent[], index: number): RootContent | undefined {
	const node = nodes[index]!;
	if (node.type !== 'html' || !outputStart.test(node.value)) return undefined;
	return nodes.slice(index).find(other => other.type === 'html' && other.value.trim() === outputStop);
}

/**
Replaces the text and the info of a cell. Its fence keeps its form, but gets longer if the text contains one like it.
@param lineEnd Of the file.
*/
export function replaceCell(
	part: Extract<FilePart, {readonly type: 'sql'}>,
	cell: SqlCell,
	lineEnd: NotebookFile['lineEnd'],
): FilePart {
	const {indent, fence, opening, closing: last} = fencesOf(part.source);
	const needed = longestFence(cell.sql, fence[0]!) + 1;
	const longer = fence[0]!.repeat(Math.max(fence.length, needed));
	const isSameInfo = formatInfo(cell.info) === formatInfo(part.cell.info);
	const info = isSameInfo ? opening : infoText(cell.info);
	// An unclosed fence gets its end.
	const closing = last !== undefined && longer === fence ? last : indent + longer;
	const end = part.source.endsWith('\n') || last === undefined ? lineEnd : '';
	const body = cell.sql === '' ? [] : cell.sql.split('\n').map(line => (line === '' ? '' : indent + line));
	const source = `${[indent + longer + info, ...body, closing].join(lineEnd)}${end}`;
	return {type: 'sql', source, cell};
}

/** Whether a cell's fence has its end. Without it, a cell reaches to the end of the file. */
export function isClosed({source}: Extract<FilePart, {readonly type: 'sql'}>): boolean {
	return fencesOf(source).closing !== undefined;
}

/** The parts of the first line of a fenced block, and its last line if that closes it. */
function fencesOf(source: string): {
	readonly indent: string;
	readonly fence: string;
	readonly opening: string;
	readonly closing: string | undefined;
} {
	const all = source.split(/\r?\n/);
	const [, indent = '', fence = '```', opening = ''] =
		/^([ ]{0,3})(`{3,}|~{3,})(.*)$/.exec(all[0] ?? '') ?? [];
	const last = (source.endsWith('\n') ? all.at(-2) : all.at(-1)) ?? '';
	const isEnd = all.length > 1 && new RegExp(`^[ ]{0,3}${fence[0]}{${fence.length},}[ \t]*$`).test(last);
	return {indent, fence, opening, closing: isEnd ? last : undefined};
}

/** A new cell, to be put between blank lines. */
export function newCell(cell: SqlCell, lineEnd: NotebookFile['lineEnd']): FilePart {
	const fence = '`'.repeat(Math.max(3, longestFence(cell.sql, '`') + 1));
	const body = cell.sql === '' ? [] : cell.sql.split('\n');
	const source = [`${fence}${infoText(cell.info)}`, ...body, fence, ''].join(lineEnd);
	return {type: 'sql', source, cell};
}

function infoText(info: CellInfo): string {
	const words = formatInfo(info);
	return words === '' ? 'sql' : `sql ${words}`;
}

/** The longest run of a fence's character, from 3 on, at the start of a line; else 0. */
function longestFence(text: string, character: string): number {
	const runs = text.match(new RegExp(`^[ \\t]*${character}{3,}`, 'gm')) ?? [];
	return Math.max(0, ...runs.map(run => run.trimStart().length));
}
