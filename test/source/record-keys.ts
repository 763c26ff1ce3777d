import type {RecordKind} from '../../src/source/source.js';

/** Keys in the order of the real files and of the staging tables' columns. */
export const recordKeys: Readonly<Record<RecordKind, readonly string[]>> = {
	events: (
		'artist auth firstName gender itemInSession lastName length level location method page ' +
		'registration sessionId song status ts userAgent userId'
	).split(' '),
	songs: (
		'num_songs artist_id artist_latitude artist_longitude artist_location artist_name ' +
		'song_id title duration year'
	).split(' '),
};

/** A record with all keys in order, null unless given. @param values Raw JSON text by key. */
export function fullRecord(kind: RecordKind, values: Readonly<Record<string, string>>): string {
	return `{${recordKeys[kind].map(key => `"${key}":${values[key] ?? 'null'}`).join(',')}}`;
}
