import {displayWidth, fitWidth, wrapText} from '../../format/text-width.js';
import type {Color} from './theme.js';

/** A piece of a line in one style. The text must be free of control characters (see `safeText`). */
export type Span = {
	readonly text: string;
	readonly color?: Color;
	readonly bold?: boolean;
	readonly dim?: boolean;
	readonly italic?: boolean;
	readonly inverse?: boolean;
};

/** One row of the screen. Views consist of lines, so that their height is known before they are drawn. */
export type Line = readonly Span[];

export type Style = Omit<Span, 'text'>;

export const blank: Line = [];

export function span(text: string, style: Style = {}): Span {
	return {text, ...style};
}

export function lineWidth(line: Line): number {
	return line.reduce((sum, {text}) => sum + displayWidth(text), 0);
}

/** Cuts a line to `width` cells, with `…` at the end if anything was cut. */
export function fitLine(line: Line, width: number): Line {
	if (lineWidth(line) <= width) return line;
	const fitted: Span[] = [];
	let room = width;
	for (const piece of line) {
		const needed = displayWidth(piece.text);
		if (needed < room) {
			fitted.push(piece);
			room -= needed;
			continue;
		}
		// The appended blank forces a cut, and so an ellipsis, even if only later pieces are dropped.
		fitted.push({...piece, text: fitWidth(`${piece.text} `, room)});
		break;
	}
	return fitted;
}

/**
Wraps a line at spaces into lines of at most `width` cells. Each piece keeps its style.
@param margin Indentation of all lines but the first.
*/
export function wrapLine(line: Line, width: number, margin = 0): readonly Line[] {
	const text = line.map(piece => piece.text).join('');
	let end = 0;
	const take = (part: string) => {
		const start = text.indexOf(part, end);
		end = start + part.length;
		return sliceLine(line, start, end);
	};
	const first = take(wrapText(text, width)[0] ?? '');
	const remaining = text.slice(end).trimStart();
	if (remaining === '') return [first];
	const blanks = margin === 0 ? [] : [span(' '.repeat(margin))];
	return [first, ...wrapText(remaining, width - margin).map(part => [...blanks, ...take(part)])];
}

/** Part of a line, by offsets into its text. */
function sliceLine(line: Line, start: number, end: number): Line {
	let offset = 0;
	return line.flatMap(piece => {
		const text = piece.text.slice(Math.max(0, start - offset), Math.max(0, end - offset));
		offset += piece.text.length;
		return text === '' ? [] : [{...piece, text}];
	});
}

/** Puts one part at the left edge and one at the right. Cuts the left part if they don't fit. */
export function spread(left: Line, right: Line, width: number): Line {
	const room = width - lineWidth(right);
	const fitted = fitLine(left, Math.max(0, room - 1));
	return [...fitted, span(' '.repeat(Math.max(1, room - lineWidth(fitted)))), ...right];
}

/** Longer lines are hard to read. */
const maxLineWidth = 100;

/** Wraps a text into lines of at most `width` cells. */
export function paragraph(text: string, width: number, style: Style = {}): readonly Line[] {
	return wrapText(text, Math.min(width, maxLineWidth)).map(part => [span(part, style)]);
}

/** Joins parts by ` · `, as many on each line as fit. Parts are never broken. */
export function flowParts(parts: readonly string[], width: number): readonly string[] {
	const lines: string[] = [];
	for (const part of parts) {
		const joined = `${lines.at(-1)} · ${part}`;
		if (lines.length > 0 && displayWidth(joined) <= width) lines[lines.length - 1] = joined;
		else lines.push(part);
	}
	return lines;
}

/** Width of the label column on a card, in cells. */
export const labelWidth = 10;

/** A label followed by a text; continuation lines are indented to the text. */
export function labelled(label: string, text: string, width: number): readonly Line[] {
	return wrapText(text, width - labelWidth).map((part, i) => [
		span((i === 0 ? label : '').padEnd(labelWidth), {dim: true}),
		span(part),
	]);
}

/** Cuts to at most `height` lines, with `…` at the end if anything was cut. */
export function shorten(lines: readonly Line[], height: number, width: number): readonly Line[] {
	const last = lines[height - 1];
	if (lines.length <= height) return lines;
	return last === undefined ? [] : [...lines.slice(0, height - 1), fitLine([...last, span(' …')], width)];
}
