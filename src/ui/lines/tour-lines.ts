import {padWidth, wrapText} from '../../format/text-width.js';
import {type KeyNames, keyNames} from '../keys/key-table.js';
import {keyMode} from '../state/key-mode.js';
import type {Snapshot} from '../state/snapshot.js';
import {shownStep, tourLength} from '../state/tour.js';
import type {Size} from '../state/ui-state.js';
import {bodyTop, frame} from './layout.js';
import {type Line, span} from './line.js';
import {tourSteps} from './tour-steps.js';

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
		...wrapText(tourSteps[step]?.text(key) ?? '', width - 2).map(line => padded(line)),
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
