import {count} from '../../format/figures.js';
import type {RecordKind} from '../source.js';
import {stagingColumns} from '../staging-columns.js';
import type {BrowsedRecord} from './browsed.js';

/** Number of keys that a message lists. */
const maxShown = 5;

/** Returns the kind whose keys the records have, at least half of them and ignoring case; otherwise why they are neither. */
export function kindOfRecords(records: readonly BrowsedRecord[]): RecordKind | {readonly why: string} {
	const keys = [...new Set(records.flatMap(record => record.map(([key]) => key)))];
	const known = {events: matches('events', keys), songs: matches('songs', keys)};
	const share = (kind: RecordKind) => known[kind] / stagingColumns[kind].length;
	const best = share('events') >= share('songs') ? 'events' : 'songs';
	if (share(best) >= 1 / 2) return best;
	const shown = keys.slice(0, maxShown).join(', ');
	const more = keys.length > maxShown ? ` and ${count(keys.length - maxShown)} more` : '';
	const have =
		known.events + known.songs === 0
			? 'none of the keys of events or songs'
			: `${known.events} of the ${stagingColumns.events.length} keys of events and ${known.songs} of the ${stagingColumns.songs.length} of songs`;
	return {why: `The records have ${have}. Their keys are ${shown === '' ? 'none' : shown}${more}.`};
}

function matches(kind: RecordKind, keys: readonly string[]): number {
	const names = new Set(keys.map(key => key.toLowerCase()));
	return stagingColumns[kind].filter(({name}) => names.has(name)).length;
}
