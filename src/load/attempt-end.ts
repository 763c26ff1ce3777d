import {inProfile} from '../config/in-profile.js';
import type {ProfileMark} from '../config/settings.js';
import type {Failure} from '../errors.js';
import type {StageId} from '../star/stages.js';
import {RejectedError} from '../warehouse/rejected-error.js';
import {describeReject} from '../warehouse/staging-tally.js';
import type {Attempt} from './attempt.js';
import {ChecksFailedError} from './checks-failed-error.js';
import type {DryRun} from './dry-run.js';
import type {PipelineEvent} from './events.js';
import {failureOf} from './failure-of.js';
import {SchemaDriftError} from './schema-drift-error.js';
import type {StageRun} from './stage.js';

/** Rejects listed in a failure. */
const maxRejects = 10;

/** The event for the end of a stage's run. @param profile The name of the warehouse, if it has one. */
export function stageEnd(
	stage: StageId,
	end: Attempt<StageRun>,
	profile: ProfileMark | undefined,
): PipelineEvent {
	const {ms, at} = end;
	switch (end.type) {
		case 'done': {
			const {counted: _, ...result} = end.value;
			return {type: 'stage-finished', stage, result, ms, at};
		}
		case 'cancelled':
			return {type: 'stage-cancelled', stage, ms, at};
		case 'failed': {
			const {error} = end;
			return {
				type: 'stage-failed',
				stage,
				failure: failureIn(profile, error),
				...(error instanceof ChecksFailedError && {checks: error.checks}),
				...(error instanceof RejectedError && {
					rejects: error.rejects.slice(0, maxRejects).map(describeReject),
					rejected: error.rejected,
				}),
				...(error instanceof SchemaDriftError && {schemaDrift: true}),
				ms,
				at,
			};
		}
	}
}

/** The event for the end of a dry run. @param profile The name of the warehouse, if it has one. */
export function dryRunEnd(
	stage: StageId,
	end: Attempt<DryRun>,
	profile: ProfileMark | undefined,
): PipelineEvent {
	const {ms, at} = end;
	switch (end.type) {
		case 'done':
			return {type: 'dry-run-finished', stage, dryRun: end.value, ms, at};
		case 'cancelled':
			return {type: 'dry-run-cancelled', stage, ms, at};
		case 'failed':
			return {type: 'dry-run-failed', stage, failure: failureIn(profile, end.error), ms, at};
	}
}

/** What failed. Its advice names the profile, if the settings are in one. */
function failureIn(profile: ProfileMark | undefined, error: unknown): Failure {
	const failure = failureOf(error);
	const {advice} = failure;
	return advice === undefined ? failure : {...failure, advice: inProfile(advice, profile)};
}
