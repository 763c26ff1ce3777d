import {stagingColumns} from '../source/staging-columns.js';

/** How the values of a column are encoded as text; `sql/parity` has an expression for each type. */
export type CellType = 'text' | 'whole-number' | 'double' | 'timestamp';
export type ParityColumn = {readonly name: string; readonly type: CellType};

/** A table that holds the same rows in two warehouses loaded from the same data. */
export type ParityTable = {
	readonly name: string;
	/** Columns whose values come from the data; excludes songplay_id, which each engine assigns. */
	readonly columns: readonly ParityColumn[];
	/** Names of the columns that identify a row, in sort order. None of them is a double. */
	readonly key: readonly string[];
};

const cellTypes = {
	text: 'text',
	integer: 'whole-number',
	bigint: 'whole-number',
	time: 'whole-number',
	double: 'double',
} as const;

const columns = (types: Readonly<Record<string, CellType>>): readonly ParityColumn[] =>
	Object.entries(types).map(([name, type]) => ({name, type}));

const staging = (kind: keyof typeof stagingColumns): readonly ParityColumn[] =>
	stagingColumns[kind].map(({name, type}) => ({name, type: cellTypes[type]}));

export const parityTables: readonly ParityTable[] = [
	{
		name: 'staging_events',
		columns: staging('events'),
		// Equal values mean the same event delivered twice.
		key: ['ts', 'userid', 'sessionid', 'iteminsession'],
	},
	{name: 'staging_songs', columns: staging('songs'), key: ['song_id']},
	{
		name: 'songplays',
		columns: columns({
			start_time: 'timestamp',
			user_id: 'whole-number',
			level: 'text',
			song_id: 'text',
			artist_id: 'text',
			session_id: 'whole-number',
			location: 'text',
			user_agent: 'text',
		}),
		key: ['start_time', 'user_id', 'session_id'],
	},
	{
		name: 'users',
		columns: columns({
			user_id: 'whole-number',
			first_name: 'text',
			last_name: 'text',
			gender: 'text',
			level: 'text',
		}),
		key: ['user_id'],
	},
	{
		name: 'songs',
		columns: columns({
			song_id: 'text',
			title: 'text',
			artist_id: 'text',
			year: 'whole-number',
			duration: 'double',
		}),
		key: ['song_id'],
	},
	{
		name: 'artists',
		columns: columns({
			artist_id: 'text',
			name: 'text',
			location: 'text',
			latitude: 'double',
			longitude: 'double',
		}),
		key: ['artist_id'],
	},
	{
		name: 'time',
		columns: columns({
			start_time: 'timestamp',
			hour: 'whole-number',
			day: 'whole-number',
			week: 'whole-number',
			month: 'whole-number',
			year: 'whole-number',
			weekday: 'whole-number',
		}),
		key: ['start_time'],
	},
];

/** The columns of the key, in key order. */
export function keyColumns({columns: all, key}: ParityTable): readonly ParityColumn[] {
	return key.map(name => all.find(column => column.name === name)!);
}
