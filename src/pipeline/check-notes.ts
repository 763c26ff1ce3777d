import {plural} from './plural.js';

/** The value of a check's column, or 0 if there is no such column. */
type ValueOf = (column: string) => number;

const notes: Readonly<Record<string, (value: ValueOf) => string | undefined>> = {
	'plays-accounted'(value) {
		if (value('warnings') > 0)
			return 'No staged event has the page NextSong: check that LOG_DATA is the folder of the event logs.';
		if (value('violations') === 0 || value('songplays') > 0) return undefined;
		return value('next_song_events') > 0
			? 'songplays is empty: run load-songplays.'
			: 'songplays is empty: no staged NextSong event has both a user and a time.';
	},
	'plays-matched'(value) {
		if (value('unmatched') === 0 || value('violations') > 0) return undefined;
		const songs = plural(value('note_songs'), 'song');
		const titles = plural(value('note_titles'), 'title');
		return (
			`Unmatched plays are normal: song_data has ${songs}, the plays name ${titles}. ` +
			'The ready query "Unmatched plays" shows which.'
		);
	},
};

/** A sentence that explains a check's figures, where they need one. */
export function checkNote(id: string, value: ValueOf): string | undefined {
	return notes[id]?.(value);
}
