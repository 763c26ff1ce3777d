import type {RecordKind} from '../../src/source/source.js';

/** Keys of the records in the order of the real files, which is the order of the staging tables' columns. */
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

/** A record with every key in its usual place, null but for some. @param values Raw JSON text by key. */
export function usualRecord(kind: RecordKind, values: Readonly<Record<string, string>>): string {
	return `{${recordKeys[kind].map(key => `"${key}":${values[key] ?? 'null'}`).join(',')}}`;
}
