import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {eventLine} from '../support/data-folder.js';

const eventsPerFile = 12_000;

/** A number of files that takes two seconds to stage: enough time to press a key meanwhile. */
export const someFiles = 120;
/** More, for tests that do more during the load and do not wait for its end. */
export const manyFiles = 400;

/**
Adds event files to a data folder. All events are the same visit to the home page, so that they are quick to create and
compress, and add one user and no play.
@returns the number of events
*/
export function addEvents(data: string, files: number): number {
	const folder = join(data, 'log_data', 'more');
	mkdirSync(folder, {recursive: true});
	const packed = gzipSync(eventLine({userId: '99'}).repeat(eventsPerFile), {level: 1});
	for (let number = 0; number < files; number++) writeFileSync(join(folder, `${number}.json.gz`), packed);
	return files * eventsPerFile;
}
