import {padWidth, wrapText} from '../../format/text-width.js';
import {tourLength} from '../state/tour.js';
import type {Size} from '../state/ui-state.js';
import {frame} from './layout.js';
import {type Line, span} from './line.js';

const steps: readonly string[] = [
	'The stages of the load are on the left, and the selected one here: what it does, its SQL, what it would destroy. Press Enter to run it.',
	'e shows all its SQL, d rehearses it without changing anything. Press a to run all stages that remain; Ctrl+C cancels.',
	'The notebook. Type SELECT level, count(*) FROM songplays GROUP BY level; and press Enter after the semicolon.',
	'Esc leaves the input. Then ↑ and ↓ select a cell, c draws its result as a chart. Press Space on a cell to see its result full screen.',
	'Esc goes back to the cells, Tab to the stages, where f browses files. Press Ctrl+O for the ready queries.',
	'Ctrl+S saves the cells as Markdown, q at the stages quits. The next start in this folder goes on here. ? shows all keys and, with t, this tour.',
];

const maxWidth = 47;

/** The box of a step: its text and the keys of the tour, padded to its width, and its place on the screen. */
export function tourBox(
	step: number,
	size: Size,
): {readonly lines: readonly Line[]; readonly top: number; readonly left: number} {
	const {body, footer} = frame(size);
	const width = Math.min(maxWidth, size.columns - 6);
	const padded = (line: string, isBold = false): Line => [
		span(` ${padWidth(line, width - 2)} `, {bold: isBold}),
	];
	const isLast = step === tourLength - 1;
	const lines = [
		padded(`Tour, ${step + 1} of ${tourLength}`, true),
		...wrapText(steps[step] ?? '', width - 2).map(line => padded(line)),
		padded(isLast ? 'F3 ends the tour' : 'F3 next   F4 ends the tour', true),
	];
	// Above the prompt of the card, which stays in view.
	const bottom = size.rows - footer - 1 - Math.min(3, Math.max(0, body - lines.length - 2));
	return {
		lines,
		top: Math.max(2, bottom - lines.length - 2),
		left: size.columns - width - 2,
	};
}
