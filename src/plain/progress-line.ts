import {bytes, count, duration, plural} from '../format/figures.js';
import {fitWidth} from '../format/text-width.js';
import {filesText, finalPhase, fractionDone} from '../load/progress-figures.js';
import type {Progress} from '../warehouse/warehouse.js';
import {positionText, type StagePosition} from './stage-position.js';

/** The progress of a stage in one line. @param ms Time since it started. @param columns Maximum width. */
export function progressLine(
	position: StagePosition,
	progress: Progress,
	ms: number,
	columns: number,
): string {
	return fitWidth(`${positionText(position)}${[...figures(progress), duration(ms)].join('  ')}`, columns);
}

function figures(progress: Progress): readonly string[] {
	const {rows, files, filesTotal, bytes: size, bytesTotal, rejected} = progress;
	const share = fractionDone(progress);
	return [
		...(share === undefined
			? []
			: [finalPhase(progress) ?? `${String(Math.floor(100 * share)).padStart(3)}%`]),
		...(rows === undefined ? [] : [plural(rows, 'row')]),
		...(rejected === undefined ? [] : [`${count(rejected)} rejected`]),
		...(files === undefined ? [] : [filesText(files, filesTotal)]),
		...(size === undefined
			? []
			: [bytesTotal === undefined ? bytes(size) : `${bytes(size)} of ${bytes(bytesTotal)}`]),
	];
}
