import {count, plural} from '../format/figures.js';
import type {Progress} from '../warehouse/warehouse.js';

/** The share of the work that is done, 0 to 1; undefined when no total is known. */
export function fractionDone({fraction, bytes, bytesTotal, files, filesTotal}: Progress): number | undefined {
	const share = fraction ?? ratio(bytes, bytesTotal) ?? ratio(files, filesTotal);
	return share === undefined ? undefined : Math.max(0, Math.min(1, share));
}

/** `3 files` or `3 of 10 files`. */
export function filesText(files: number, total: number | undefined): string {
	return total === undefined ? plural(files, 'file') : `${count(files)} of ${plural(total, 'file')}`;
}

/**
The phase after the figures reach their totals but before the stage ends: loading the last batch, or COMMIT. Undefined
earlier.
*/
export function finalPhase(progress: Progress): string | undefined {
	const done = fractionDone(progress);
	if (done === undefined || done < 1) return undefined;
	return progress.files === undefined && progress.bytes === undefined ? 'finishing …' : 'all read, loading …';
}

/** Earlier estimates are several times too long, because they include the time before reading starts. */
const firstEstimateMs = 2000;
const firstEstimateShare = 0.1;

/** Estimated time left at the current speed, ms; undefined when it is too early to estimate, and at the end. */
export function remainingMs(progress: Progress, elapsedMs: number): number | undefined {
	const done = fractionDone(progress);
	if (done === undefined || done < firstEstimateShare || done >= 1 || elapsedMs < firstEstimateMs)
		return undefined;
	return (elapsedMs * (1 - done)) / done;
}

function ratio(part: number | undefined, total: number | undefined): number | undefined {
	return part === undefined || total === undefined || total === 0 ? undefined : part / total;
}
