import {count, plural} from '../format/figures.js';
import type {StageId} from '../star/stages.js';
import {describeSourceId, type SourceId} from './source-id.js';

/** Why a stage's result differs from what it would load now. Times are UTC, by the warehouse's clock. */
export type StaleReason =
	/** A stage that it depends on has run since. */
	| {readonly type: 'rerun'; readonly stage: StageId}
	/** A stage that it depends on is itself out of date, or not loaded. */
	| {readonly type: 'input'; readonly stage: StageId}
	/** It was loaded from a source other than this session's. */
	| {readonly type: 'source'; readonly from: SourceId; readonly at: string}
	/** Files were added, removed or changed after the load. */
	| {readonly type: 'files'; readonly at: string}
	/** The table's row count differs from the number of rows loaded. */
	| {readonly type: 'rows'; readonly loaded: number; readonly found: number}
	/** Tables that the stage created are missing. */
	| {readonly type: 'missing'; readonly tables: readonly string[]}
	/** Tables have our names but other columns: another version or another program created them. */
	| {readonly type: 'foreign'; readonly tables: readonly string[]};

/** The reason as a clause to follow "Out of date:", without a period. */
export function staleText(reason: StaleReason): string {
	switch (reason.type) {
		case 'rerun':
			return `${reason.stage} ran again`;
		case 'input':
			return `${reason.stage} must run first`;
		case 'source':
			return `loaded from ${describeSourceId(reason.from)} on ${minute(reason.at)}`;
		case 'files':
			return `files changed since the load on ${minute(reason.at)}`;
		case 'rows':
			return `${plural(reason.loaded, 'row')} were loaded, the table holds ${count(reason.found)}`;
		case 'missing':
			return `${reason.tables.join(', ')} ${reason.tables.length === 1 ? 'does' : 'do'} not exist`;
		case 'foreign':
			return `${reason.tables.join(', ')} ${reason.tables.length === 1 ? 'has' : 'have'} other columns`;
	}
}

/** `2018-11-30 12:00 UTC` */
function minute(at: string): string {
	return `${at.slice(0, 'YYYY-MM-DD HH:MM'.length)} UTC`;
}
