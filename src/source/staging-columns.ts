import {stageTables} from '../star/stages.js';
import type {StagingTable} from '../star/tables.js';
import type {RecordKind} from './source.js';

/** `time` is a 64-bit number of milliseconds since 1970, in the years 1 to 9999. */
export type StagingType = 'text' | 'integer' | 'bigint' | 'time' | 'double';
export type StagingColumn = {
	/** Key in the JSON, spelled as in the real files. */
	readonly key: string;
	/** Column in the staging table: the key in lower case, as SQL folds an unquoted `firstName`. */
	readonly name: string;
	readonly type: StagingType;
};

/** Maximum length of text in a staging column, in UTF-8 bytes. */
export const maxTextBytes = 2048;

const columns = (types: Readonly<Record<string, StagingType>>): readonly StagingColumn[] =>
	Object.entries(types).map(([key, type]) => ({key, name: key.toLowerCase(), type}));

/** Columns of the staging tables, in the order of the tables and of the real files. */
export const stagingColumns: Readonly<Record<RecordKind, readonly StagingColumn[]>> = {
	events: columns({
		artist: 'text',
		auth: 'text',
		firstName: 'text',
		gender: 'text',
		itemInSession: 'integer',
		lastName: 'text',
		length: 'double',
		level: 'text',
		location: 'text',
		method: 'text',
		page: 'text',
		registration: 'bigint',
		sessionId: 'integer',
		song: 'text',
		status: 'integer',
		ts: 'time',
		userAgent: 'text',
		userId: 'integer',
	}),
	songs: columns({
		num_songs: 'integer',
		artist_id: 'text',
		artist_latitude: 'double',
		artist_longitude: 'double',
		artist_location: 'text',
		artist_name: 'text',
		song_id: 'text',
		title: 'text',
		duration: 'double',
		year: 'integer',
	}),
};

/** Folder of each kind below the data folder. */
export const recordFolder: Readonly<Record<RecordKind, string>> = {events: 'log_data', songs: 'song_data'};

/** Staging table of each kind. */
export const stagingTable: Readonly<Record<RecordKind, StagingTable>> = {
	events: stageTables['stage-events'],
	songs: stageTables['stage-songs'],
};
