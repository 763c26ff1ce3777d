import {plural} from '../format/figures.js';

/** The value of a column of a check's row; 0 if it has no such column. */
type ValueOf = (column: string) => number;

type Check = {
	/** Explains the figures, where they need it. */
	readonly note?: (value: ValueOf) => string | undefined;
};

/** The checks of `verify`, in the order in which they are shown: `sql/checks/<id>.sql` and `<id>.rows.sql`. */
export const checks = {
	'events-accounted': {},
	'songs-accounted': {},
	'plays-accounted': {
		note(value) {
			if (value('warnings') > 0)
				return 'No staged event has the page NextSong: check that LOG_DATA is the folder of the event logs.';
			if (value('violations') === 0) {
				if (value('unmatched') === 0) return undefined;
				// Short, to fit into a line of a terminal with 80 columns.
				return `Normal: the files have only ${plural(value('note_songs'), 'song')}. Ready query: "Unmatched plays".`;
			}
			if (value('songplays') > 0) return undefined;
			return value('next_song_events') > 0
				? 'songplays is empty: run load-songplays.'
				: 'songplays is empty: no staged NextSong event has both a user and a time.';
		},
	},
	'users-complete': {},
	'songs-complete': {},
	'artists-complete': {},
	'time-covers-plays': {},
	'keys-unique': {},
	'no-orphan-keys': {},
	'no-null-keys': {},
} as const satisfies Readonly<Record<string, Check>>;

export type CheckId = keyof typeof checks;
export const checkIds = Object.keys(checks) as readonly CheckId[];

/** Explains the figures of a check, where they need it. */
export function checkNote(id: CheckId, value: ValueOf): string | undefined {
	const check: Check = checks[id];
	return check.note?.(value);
}
