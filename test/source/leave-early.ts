import {LocalSource} from '../../src/source/local/local-source.js';

/** Reads one batch of events and ends the iteration. The process exits only if no reader thread is left. */
const source = new LocalSource(process.argv[2]!, 'test data');
for await (const batch of source.records('events', await source.inventory('events'))) {
	console.log(`${batch.rows > 0 ? 'some' : 'no'} rows`);
	break;
}
