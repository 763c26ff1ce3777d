import {UsageError} from '../errors.js';

export type GenerateOptions = {
	/** Folder to make; it may exist if it is empty. */
	readonly directory: string;
	/** Records in the log files, 1 to 100 million: rows of staging_events. Second deliveries of an event count. */
	readonly events: number;
	/** Records in the song files, 1 to a million: rows of staging_songs. Some tell of the same song again. */
	readonly songs: number;
	/** Days from 2018-11-01 on, 1 to 3,650. */
	readonly days: number;
	/** 0 to 4,294,967,295; the same seed and figures give the same bytes. */
	readonly seed: number;
	/**
	Files as untidy as real ones (the default), or one record a line and one song a file, with numbers as numbers.
	From some 8,000 events, 4 days and 1,000 songs on, everything occurs that real data have; smaller data have less of it.
	*/
	readonly fileQuirks?: boolean;
	readonly signal?: AbortSignal;
};

const limits = {
	events: {least: 1, most: 100_000_000, what: 'number of events'},
	songs: {least: 1, most: 1_000_000, what: 'number of songs'},
	days: {least: 1, most: 3650, what: 'number of days'},
	seed: {least: 0, most: 0xffff_ffff, what: 'seed'},
} as const;

/** @throws UsageError for a figure that is no whole number or out of range. */
export function checkOptions(options: Pick<GenerateOptions, keyof typeof limits>): void {
	for (const key of ['events', 'songs', 'days', 'seed'] as const) {
		const {least, most, what} = limits[key];
		const value = options[key];
		if (Number.isInteger(value) && value >= least && value <= most) continue;
		throw new UsageError({
			message: Number.isNaN(value)
				? `The ${what} is no number.`
				: `The ${what} can't be ${value.toLocaleString('en-US', {maximumFractionDigits: 20})}.`,
			where: `--${key}`,
			advice: `Give a whole number from ${least} to ${most.toLocaleString('en-US')}.`,
		});
	}
}
