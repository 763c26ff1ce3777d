import type {Progress} from '../../warehouse/warehouse.js';

/** How much of the work is done, 0 to 1; undefined where no total is known. */
export function fractionDone({fraction, bytes, bytesTotal, files, filesTotal}: Progress): number | undefined {
	const share = fraction ?? ratio(bytes, bytesTotal) ?? ratio(files, filesTotal);
	return share === undefined ? undefined : Math.max(0, Math.min(1, share));
}

/** Too early an estimate only jumps about. */
const firstEstimateMs = 1000;

/** Ms that the rest takes if it goes on at this speed; undefined where that can't be told yet. */
export function remainingMs(progress: Progress, elapsedMs: number): number | undefined {
	const done = fractionDone(progress);
	if (done === undefined || done <= 0 || elapsedMs < firstEstimateMs) return undefined;
	return (elapsedMs * (1 - done)) / done;
}

function ratio(part: number | undefined, total: number | undefined): number | undefined {
	return part === undefined || total === undefined || total === 0 ? undefined : part / total;
}
