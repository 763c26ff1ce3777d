import {LocalSource} from '../../src/source/local-source.js';

/** Takes one batch of events from a data folder and leaves. The process ends by itself only if no reader thread is left. */
const source = new LocalSource(process.argv[2]!, 'test data');
for await (const batch of source.records('events', await source.inventory('events'))) {
	console.log(`${batch.rows > 0 ? 'some' : 'no'} rows`);
	break;
}
