import {connectStage} from './connect-stage.js';
import type {Stage, StageId} from './stage.js';
import {stageEventsStage, stageSongsStage} from './staging-stages.js';
import {createTablesStage, dropTablesStage} from './table-stages.js';
import {
	loadArtistsStage,
	loadSongplaysStage,
	loadSongsStage,
	loadTimeStage,
	loadUsersStage,
} from './transform-stages.js';
import {verifyStage} from './verify-stage.js';

/** The stages of the load; `stageIds` defines their order. */
export const stages: Readonly<Record<StageId, Stage>> = {
	connect: connectStage,
	'drop-tables': dropTablesStage,
	'create-tables': createTablesStage,
	'stage-events': stageEventsStage,
	'stage-songs': stageSongsStage,
	'load-songplays': loadSongplaysStage,
	'load-users': loadUsersStage,
	'load-songs': loadSongsStage,
	'load-artists': loadArtistsStage,
	'load-time': loadTimeStage,
	verify: verifyStage,
};
