import {footerItems, keyTable} from '../keys/key-table.js';
import type {KeyTable} from '../state/binding.js';
import type {CommandType} from '../state/command.js';
import type {KeyMode} from '../state/mode.js';
import {type Line, lineWidth, span} from './line.js';

const gap = 3;

/** A mode's keys in at most `height` lines, the most important first. The help key is never left out. */
export function footerLines(
	mode: KeyMode,
	width: number,
	height: number,
	/** Commands that would have no effect now. */
	idle: readonly CommandType[] = [],
	table: KeyTable = keyTable,
): readonly Line[] {
	const items = footerItems(mode, idle, table).map(({label, words}) => [
		span(label, {bold: true}),
		span(` ${words}`, {dim: true}),
	]);
	for (let kept = items.length; kept > 0; kept--) {
		const lines = flow(leaveOut(items, kept), width);
		if (lines.length <= height) return lines;
	}
	return [];
}

/** The first items and the last one, the help key. */
function leaveOut(items: readonly Line[], kept: number): readonly Line[] {
	return kept === items.length ? items : [...items.slice(0, kept - 1), items.at(-1)!];
}

function flow(items: readonly Line[], width: number): readonly Line[] {
	const lines: Line[] = [];
	for (const item of items) {
		const last = lines.at(-1);
		const joined = last === undefined ? undefined : [...last, span(' '.repeat(gap)), ...item];
		if (joined !== undefined && lineWidth(joined) <= width) lines[lines.length - 1] = joined;
		else lines.push(item);
	}
	return lines;
}
