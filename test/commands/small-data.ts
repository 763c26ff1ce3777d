import type {ExecutionContext} from 'ava';
import {createDataFolder, eventLine, playLine, songText} from '../support/data-folder.js';

/** Counts of a load of `smallData`, calculated by hand. */
export const smallCounts = {
	songplays: 2,
	users: 2,
	songs: 1,
	artists: 1,
	time: 2,
	staging_events: 3,
	staging_songs: 1,
	staging_rejects: 0,
	staging_loads: 7,
};

/** Two plays by two users, one of them of the only song, and a visit to the home page. */
export function smallData(t: ExecutionContext, moreEvents = ''): string {
	const folder = createDataFolder({
		'log_data/2018/11/2018-11-01-events.json': [
			eventLine({userId: '10', ts: 1541106106796}),
			playLine({userId: '10', ts: 1541106132796, itemInSession: 1}),
			playLine({userId: '26', ts: 1541106352796, sessionId: 2, song: 'Two', level: 'paid', lastName: 'Ng'}),
			moreEvents,
		].join(''),
		'song_data/A/one.json': songText(),
	});
	t.teardown(() => folder.remove());
	return folder.path;
}
