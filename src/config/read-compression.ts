import type {Compression} from './copy-settings.js';
import {didYouMean} from './nearest.js';
import type {Problem} from './problems.js';

const names = ['none', 'gzip', 'zstd'] as const satisfies ReadonlyArray<'none' | Compression>;

/** Reads a compression format. @param name Label of the value in messages, e.g. `dwh.cfg:6: COMPRESSION`. */
export function readCompression(name: string, text: string): 'none' | Compression | Problem {
	const compression = names.find(known => known === text.toLowerCase());
	if (compression !== undefined) return compression;
	const guess = didYouMean(text, names);
	return {
		message: `${name} must be none, gzip or zstd, not "${text}".`,
		...(guess !== undefined && {advice: guess}),
	};
}
