import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {eventLine} from '../support/data-folder.js';

const eventsPerFile = 12_000;

/** Files of events that are staged in a second or so: time for a key in the middle, and soon done. */
export const someFiles = 40;
/** Ten times as many: nobody waits for the end, and whoever has much to do in the middle has the time. */
export const manyFiles = 400;

/**
Adds so many files of events to a data folder. All are the same visit to the home page, so that they are quickly made
and packed, and add one user and no play.
@returns how many events
*/
export function addEvents(data: string, files: number): number {
	const folder = join(data, 'log_data', 'more');
	mkdirSync(folder, {recursive: true});
	const packed = gzipSync(eventLine({userId: '99'}).repeat(eventsPerFile), {level: 1});
	for (let number = 0; number < files; number++) writeFileSync(join(folder, `${number}.json.gz`), packed);
	return files * eventsPerFile;
}
