import {UsageError} from '../errors.js';
import {count} from '../format/figures.js';

export type GenerateOptions = {
	/** Folder to create. It may exist if it is empty. */
	readonly directory: string;
	/** Records in the log files, 1 to 100 million: rows of staging_events. Duplicate deliveries count. */
	readonly events: number;
	/** Records in the song files, 1 to a million: rows of staging_songs. Some describe the same song. */
	readonly songs: number;
	/** Number of days from 2018-11-01, 1 to 3,650. */
	readonly days: number;
	/** 0 to 4,294,967,295; the same seed and options give the same bytes. */
	readonly seed: number;
	/**
	Write files with the irregularities of real ones (the default), or one record per line, one song per file, and numbers
	as JSON numbers. From about 8,000 events, 4 days and 1,000 songs, all irregularities occur; smaller data have fewer.
	*/
	readonly fileQuirks?: boolean;
	readonly signal?: AbortSignal;
};

const limits = {
	events: {min: 1, max: 100_000_000, what: 'number of events'},
	songs: {min: 1, max: 1_000_000, what: 'number of songs'},
	days: {min: 1, max: 3650, what: 'number of days'},
	seed: {min: 0, max: 0xffff_ffff, what: 'seed'},
} as const;

/** @throws UsageError for a value that is not a whole number or is out of range. */
export function checkOptions(options: Pick<GenerateOptions, keyof typeof limits>): void {
	for (const key of ['events', 'songs', 'days', 'seed'] as const) {
		const {min, max, what} = limits[key];
		const value = options[key];
		if (Number.isInteger(value) && value >= min && value <= max) continue;
		throw new UsageError({
			message: Number.isNaN(value)
				? `The ${what} is not a number.`
				: `The ${what} can't be ${Number.isInteger(value) ? count(value) : value}.`,
			where: `--${key}`,
			advice: `Use a whole number from ${min} to ${count(max)}.`,
		});
	}
}

/** What was written so far of one kind. */
export type Written = {readonly records: number; readonly bytes: number};

/** Progress of the generator. Song files are written first, then log files. */
export type GenerateProgress = {
	readonly phase: 'songs' | 'events' | 'finished';
	/** Records written in this phase; in both if finished. */
	readonly done: number;
	/** Total records of this phase; of both if finished. */
	readonly total: number;
	/** Bytes written so far in both phases. */
	readonly bytes: number;
};
