import {padWidth, wrapText} from '../../format/text-width.js';
import {type KeyNames, keyNames} from '../keys/key-table.js';
import {keyMode} from '../state/key-mode.js';
import type {Snapshot} from '../state/snapshot.js';
import {shownStep, tourLength} from '../state/tour.js';
import type {Size} from '../state/ui-state.js';
import {bodyTop, frame} from './layout.js';
import {type Line, span} from './line.js';

const steps: readonly ((key: KeyNames) => string)[] = [
	key =>
		`The stages of the load are on the left, and the selected one here: what it does, its SQL, what it would destroy. Press ${key('run-stage')} to run it.`,
	key =>
		`${key('show-sql')} shows all its SQL, ${key('dry-run')} rehearses it without changing anything. Press ${key('run-all')} to run all stages that remain; Ctrl+C cancels.`,
	key =>
		`The notebook. Type SELECT level, count(*) FROM songplays GROUP BY level; and press ${key('enter')} after the semicolon.`,
	key =>
		`${key('leave-editor')} leaves the input. Then ↑ and ↓ select a cell, ${key('next-chart')} draws its result as a chart. Press ${key('open-result')} on a cell to see its result full screen.`,
	key =>
		`${key('close')} goes back to the cells, ${key('open-stages')} to the stages, where ${key('browse-files')} browses files. Press ${key('open-gallery')} for the ready queries.`,
	key =>
		`${key('save')} saves the cells as Markdown, ${key('quit')} at the stages quits. The next start in this folder goes on here. ${key('help')} shows all keys and, with ${key('start-tour')}, this tour.`,
];

const maxWidth = 47;

type TourBox = {readonly lines: readonly Line[]; readonly top: number; readonly left: number};

/** The box on the screen; undefined if there is none. */
export function tourBoxOf(state: Snapshot): TourBox | undefined {
	const step = shownStep(state);
	return step === undefined ? undefined : tourBox(step, state.size, keyNames(state.keys, keyMode(state)));
}

/** The box of a step: its text and the keys of the tour, padded to its width, and its place on the screen. */
export function tourBox(step: number, size: Size, key: KeyNames = keyNames()): TourBox {
	const {body, footer} = frame(size);
	const width = Math.min(maxWidth, size.columns - 6);
	const padded = (line: string, isBold = false): Line => [
		span(` ${padWidth(line, width - 2)} `, {bold: isBold}),
	];
	const next = key('next-tour-step');
	const isLast = step === tourLength - 1;
	const lines = [
		padded(`Tour, ${step + 1} of ${tourLength}`, true),
		...wrapText(steps[step]?.(key) ?? '', width - 2).map(line => padded(line)),
		padded(isLast ? `${next} ends the tour` : `${next} next   ${key('end-tour')} ends the tour`, true),
	];
	// Above the prompt of the card, which stays in view.
	const bottom = size.rows - footer - 1 - Math.min(3, Math.max(0, body - lines.length - 2));
	return {
		lines,
		top: Math.max(bodyTop, bottom - lines.length - 2),
		left: size.columns - width - 2,
	};
}
