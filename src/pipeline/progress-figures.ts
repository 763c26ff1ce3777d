import type {Progress} from '../warehouse/warehouse.js';

/** How much of the work is done, 0 to 1; undefined where no total is known. */
export function fractionDone({fraction, bytes, bytesTotal, files, filesTotal}: Progress): number | undefined {
	const share = fraction ?? ratio(bytes, bytesTotal) ?? ratio(files, filesTotal);
	return share === undefined ? undefined : Math.max(0, Math.min(1, share));
}

/**
What a stage is at when its figures have come to their end, but the stage has not: a batch still being loaded, a commit.
Undefined before.
*/
export function finalPhase(progress: Progress): string | undefined {
	const done = fractionDone(progress);
	if (done === undefined || done < 1) return undefined;
	return progress.files === undefined && progress.bytes === undefined ? 'finishing …' : 'all read, loading …';
}

/** What comes before the reading takes part of the time: an estimate made earlier is several times too long. */
const firstEstimateMs = 2000;
const firstEstimateShare = 0.1;

/** Ms that the rest takes if it goes on at this speed; undefined where that can't be told: too early, or at the end. */
export function remainingMs(progress: Progress, elapsedMs: number): number | undefined {
	const done = fractionDone(progress);
	if (done === undefined || done < firstEstimateShare || done >= 1 || elapsedMs < firstEstimateMs)
		return undefined;
	return (elapsedMs * (1 - done)) / done;
}

function ratio(part: number | undefined, total: number | undefined): number | undefined {
	return part === undefined || total === undefined || total === 0 ? undefined : part / total;
}
