import type {Compression} from '../../config/settings.js';
import {DataError, type Failure} from '../../errors.js';
import {count} from '../../format/figures.js';
import type {Inventory} from '../../source/source.js';

/**
Refuses objects that COPY would read differently than the other engines: it reads every object under the prefix, and
expects the declared compression for all of them.
@throws DataError naming the first such object
*/
export function refuseOtherObjects(inventory: Inventory, declared: Compression | undefined): void {
	const problem = skippedObject(inventory) ?? otherCompression(inventory, declared);
	if (problem !== undefined) throw new DataError(problem);
}

function skippedObject({skipped, skippedCount}: Inventory): Failure | undefined {
	// COPY reads no rows from an empty object, such as a folder marker.
	const read = skipped.filter(({reason}) => !reason.includes('empty'));
	const [first] = read;
	if (first === undefined) return undefined;
	const others = read.length - 1;
	const atLeast = skippedCount > skipped.length ? 'at least ' : '';
	const more = others === 0 ? '' : ` and ${atLeast}${count(others)} more`;
	return {
		message: `COPY would also read ${first.path} (${first.reason})${more}: it reads every object under the prefix.`,
		where: first.path,
		advice:
			'Move other objects out of the prefix, or set LOG_DATA and SONG_DATA to a prefix that has only record files.',
	};
}

function otherCompression(
	{compressions = {}}: Inventory,
	declared: Compression | undefined,
): Failure | undefined {
	const found = Object.entries(compressions);
	const wrong = found.find(([name]) => name !== (declared ?? 'none'));
	if (wrong === undefined) return undefined;
	const [name, {first, files}] = wrong;
	const objects = files === 1 ? `${first} is` : `${first} and ${count(files - 1)} more are`;
	const state = name === 'none' ? 'not compressed' : `compressed with ${name}`;
	const expected = declared === undefined ? 'no compression' : `compression with ${declared}`;
	return {
		message: `${objects} ${state}, but COPY expects ${expected}.`,
		where: first,
		advice:
			found.length > 1
				? 'COPY reads one compression at a time: compress all objects the same way, and set COMPRESSION under [S3] in dwh.cfg.'
				: `Set COMPRESSION = ${name} under [S3] in dwh.cfg.`,
	};
}
