import {type FilledTable, type StagingTable, type StarTable, stagingTables} from './tables.js';

type Description = {
	/** A few words, e.g. `Stage the events`. */
	readonly title: string;
	/** What the stage does and why, in a sentence or two. */
	readonly explain: string;
};

/** A step of the load. Its kind decides how it is planned and run (`src/load`). */
type StageRow = Description &
	(
		| {readonly kind: 'connect' | 'drop' | 'create' | 'verify'}
		/** Reads the records of a kind, from `log_data` or `song_data`. */
		| {readonly kind: 'staging'; readonly records: 'events' | 'songs'; readonly fills: StagingTable}
		/** Runs `sql/transform/<table>.sql`. */
		| {
				readonly kind: 'transform';
				readonly fills: StarTable;
				/** When one of these is filled again, the stage's own table is out of date. */
				readonly reads: readonly FilledTable[];
		  }
	);

/**
The stages of the load, in their order.

A new table of the star schema takes a row here and one in `tables`, its CREATE TABLE in each
`sql/<engine>/create-tables.sql`, its transform in `sql/transform`, and a check that reads it. `test/star` names what is
missing.
*/
export const stageRows = {
	connect: {
		kind: 'connect',
		title: 'Connect to the warehouse',
		explain:
			'Connects to the database that will hold the tables. A missing DuckDB file is created; no table is changed yet.',
	},
	'drop-tables': {
		kind: 'drop',
		title: 'Drop the old tables',
		explain:
			'Drops the tables of an earlier load with everything in them, so that this load starts clean. ' +
			'Other tables in the database are not changed.',
	},
	'create-tables': {
		kind: 'create',
		title: 'Create the tables',
		explain:
			'Creates the empty tables: two staging tables for the records as they were read, and the star schema, ' +
			'with songplays as the fact table and users, songs, artists and time as its dimensions.',
	},
	'stage-events': {
		kind: 'staging',
		records: 'events',
		fills: 'staging_events',
		title: 'Stage the events',
		explain:
			'Copies the activity logs into staging_events, one row for each event: who did what in the app, and when. ' +
			'Nothing is filtered or changed, so that later stages can be checked against it.',
	},
	'stage-songs': {
		kind: 'staging',
		records: 'songs',
		fills: 'staging_songs',
		title: 'Stage the songs',
		explain:
			'Copies the song metadata into staging_songs, one row for each record: title, artist, duration, year. ' +
			'Events identify songs only by title and artist; this table supplies their ids.',
	},
	'load-songplays': {
		kind: 'transform',
		fills: 'songplays',
		reads: ['staging_events', 'staging_songs'],
		title: 'Load the fact table songplays',
		explain:
			'Makes one row for each song that was played: when, by whom, where. The song and its artist are looked up by ' +
			'title, artist name and duration; a play of an unknown song is kept without them.',
	},
	'load-users': {
		kind: 'transform',
		fills: 'users',
		reads: ['staging_events'],
		title: 'Load the dimension users',
		explain:
			'Makes one row for each user of the app, with the name and the level (free or paid) of the latest event: ' +
			'users can change level, and each must appear only once.',
	},
	'load-songs': {
		kind: 'transform',
		fills: 'songs',
		reads: ['staging_songs'],
		title: 'Load the dimension songs',
		explain:
			'Makes one row for each song. Where records of a song differ, a known year wins over an unknown one, and the ' +
			'latest year over the others; a year of 0 means unknown and becomes NULL.',
	},
	'load-artists': {
		kind: 'transform',
		fills: 'artists',
		reads: ['staging_songs'],
		title: 'Load the dimension artists',
		explain:
			'Makes one row for each artist. The song files repeat the artist with every song, sometimes under several names: ' +
			'the record with the most complete location wins, then the shortest name.',
	},
	'load-time': {
		kind: 'transform',
		fills: 'time',
		reads: ['songplays'],
		title: 'Load the dimension time',
		explain:
			'Makes one row for each time at which a song was played, split into hour, day, week, month, year and ' +
			'weekday, so that queries can group by them. All times are UTC.',
	},
	verify: {
		kind: 'verify',
		title: 'Verify the load',
		explain:
			'Reconciles the figures: every record read is accounted for, no play is lost or counted twice, and every key ' +
			'matches exactly one row. Nothing is changed.',
	},
} as const satisfies Readonly<Record<string, StageRow>>;

export type StageId = keyof typeof stageRows;
type IdOfKind<Kind extends StageRow['kind']> = {
	[Id in StageId]: (typeof stageRows)[Id]['kind'] extends Kind ? Id : never;
}[StageId];
/** A stage that fills a table. */
export type FillingStage = IdOfKind<'staging' | 'transform'>;

export const stageIds = Object.keys(stageRows) as readonly StageId[];

const rowOf = (id: StageId): StageRow => stageRows[id];

export const fillingStages = stageIds.filter((id): id is FillingStage => 'fills' in rowOf(id));

/** The table that each stage fills. */
export const stageTables = Object.fromEntries(fillingStages.map(id => [id, stageRows[id].fills])) as {
	readonly [Id in FillingStage]: (typeof stageRows)[Id]['fills'];
};

/** The tables that stages fill, in the order of the stages. */
export const filledTables: readonly FilledTable[] = fillingStages.map(id => stageTables[id]);

/** The table that a stage fills; undefined for the stages that fill none. */
export function tableOf(stage: StageId): FilledTable | undefined {
	const row = rowOf(stage);
	return 'fills' in row ? row.fills : undefined;
}

/** The kind of records that a stage reads from files; undefined for the stages that read none. */
export function recordsOf(stage: StageId): 'events' | 'songs' | undefined {
	const row = rowOf(stage);
	return row.kind === 'staging' ? row.records : undefined;
}

/** The stage that fills a table. */
export function stageOf(table: FilledTable): FillingStage {
	return fillingStages.find(id => stageTables[id] === table)!;
}

/** The tables that each stage reads: when they are filled again, its own is out of date. */
export const stageInputs = Object.fromEntries(
	fillingStages.map(id => {
		const row = rowOf(id);
		return [id, row.kind === 'transform' ? row.reads : []];
	}),
) as unknown as Readonly<Record<FillingStage, readonly FilledTable[]>>;

/** The stages whose result each stage uses. */
const predecessors = Object.fromEntries(stageIds.map(id => [id, predecessorsOf(id)])) as Readonly<
	Record<StageId, readonly StageId[]>
>;

function predecessorsOf(id: StageId): readonly StageId[] {
	const row = rowOf(id);
	switch (row.kind) {
		case 'connect':
			return [];
		case 'drop':
			return ['connect'];
		case 'create':
			return ['drop-tables'];
		case 'staging':
			return ['create-tables'];
		case 'transform':
			return row.reads.map(stageOf);
		case 'verify':
			return fillingStages.filter(stage => stageRows[stage].kind === 'transform');
	}
}

/**
Stages that have to be done before each stage. One that reads a staging table needs all of them: they are filled in one
load, and the stage makes sure of that before it changes anything.
*/
export const stageDependencies = Object.fromEntries(
	stageIds.map(id => {
		const staging: readonly StageId[] = stagingTables.map(stageOf);
		const reads = predecessors[id];
		return [id, reads.some(stage => staging.includes(stage)) ? staging : reads];
	}),
) as Readonly<Record<StageId, readonly StageId[]>>;

/** Every stage that needs this one, directly or through another, in order. */
export function dependentStages(stage: StageId): readonly StageId[] {
	return following(stage, stageDependencies);
}

/** Every stage whose result is out of date once this one has run again, in order. */
export function downstreamStages(stage: StageId): readonly StageId[] {
	return following(stage, predecessors);
}

function following(
	stage: StageId,
	before: Readonly<Record<StageId, readonly StageId[]>>,
): readonly StageId[] {
	const found = new Set<StageId>([stage]);
	for (const id of stageIds) if (before[id].some(need => found.has(need))) found.add(id);
	found.delete(stage);
	return [...found];
}
