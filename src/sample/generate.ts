import {performance} from 'node:perf_hooks';
import {CancelledError} from '../errors.js';
import {count} from '../format/figures.js';
import {Catalog} from './catalog.js';
import {writeEvents} from './log-files.js';
import {checkOptions, type GenerateOptions, type GenerateProgress, type Written} from './options.js';
import {addClutter, writeSongs} from './song-files.js';
import {TargetFolder, writeFailure} from './target-folder.js';

/** Minimum time between progress reports, ms. */
const progressInterval = 50;

/**
Generates Sparkify-shaped data: `log_data/` with one file per day, `song_data/` with one file per song. Iterating over
the progress drives the work. If it stops early, by the signal or by ending the iteration, the folder is restored. Until
everything is written, files are in its subfolder `unfinished`.
@throws UsageError for options out of range or a folder that is not empty
@throws DataError if the data can't be written
@throws CancelledError if the signal is aborted
*/
export async function* generateData(options: GenerateOptions): AsyncGenerator<GenerateProgress, void> {
	checkOptions(options);
	const {directory, events, songs, seed, fileQuirks = true, signal} = options;
	let target: TargetFolder | undefined;
	let finished = false;
	try {
		target = await TargetFolder.prepare(directory);
		const folder = target.unfinishedFolder;
		const catalog = new Catalog(seed, songs);
		const songBytes = yield* report('songs', songs, 0, writeSongs(catalog, folder, fileQuirks), signal);
		const bytes = yield* report(
			'events',
			events,
			songBytes,
			writeEvents(options, folder, fileQuirks),
			signal,
		);
		if (fileQuirks) addClutter(catalog, folder);
		await target.finish();
		finished = true;
		yield {phase: 'finished', done: songs + events, total: songs + events, bytes};
	} catch (error) {
		throw writeFailure(error, directory);
	} finally {
		if (!finished) await target?.discard();
	}
}

/** Reports the progress of a phase. @returns bytes written so far */
async function* report(
	phase: 'songs' | 'events',
	total: number,
	bytesBefore: number,
	work: AsyncIterable<Written>,
	signal: AbortSignal | undefined,
): AsyncGenerator<GenerateProgress, number> {
	let told = Number.NEGATIVE_INFINITY;
	let bytes = bytesBefore;
	for await (const written of work) {
		bytes = bytesBefore + written.bytes;
		if (signal?.aborted)
			throw new CancelledError(
				`Stopped after ${count(written.records)} of ${count(total)} ${phase}; nothing was kept.`,
				{cause: signal.reason},
			);
		if (written.records < total && performance.now() - told < progressInterval) continue;
		told = performance.now();
		yield {phase, done: written.records, total, bytes};
	}
	return bytes;
}
