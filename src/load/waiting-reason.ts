import type {StageId} from '../star/stages.js';
import {staleText} from './stale-reason.js';
import {type PipelineState, unmetDependencies} from './state.js';

/**
Why a stage can't run now, e.g. `waiting for stage-events, which failed`; undefined when nothing blocks it. In a chain of
waiting stages, names the one that blocks the others.
*/
export function waitingReason(state: PipelineState, stage: StageId): string | undefined {
	const groups = new Map<string, StageId[]>();
	for (const need of unmetDependencies(state, stage)) {
		const reason = reasonOf(state, need, 'one');
		groups.set(reason, [...(groups.get(reason) ?? []), need]);
	}
	if (groups.size === 0) return undefined;
	const parts = [...groups.values()].map(
		needs => `${list(needs)}, ${reasonOf(state, needs[0]!, needs.length > 1 ? 'many' : 'one')}`,
	);
	return `waiting for ${parts.join('; and for ')}`;
}

function reasonOf(state: PipelineState, need: StageId, number: 'one' | 'many'): string {
	const [is, was, has] = number === 'one' ? ['is', 'was', 'has'] : ['are', 'were', 'have'];
	const status = state.stages[need];
	switch (status.type) {
		case 'failed':
			return 'which failed';
		case 'skipped':
			return `which ${was} skipped`;
		case 'running':
			return `which ${is} running`;
		case 'stale':
			return `which ${is} out of date: ${staleText(status.because)}`;
		case 'waiting': {
			const root = obstacle(state, status.on);
			return root === undefined
				? `which ${has} not run yet`
				: `blocked by ${root}, ${reasonOf(state, root, 'one')}`;
		}
		case 'ready':
			return `which ${has} not run yet`;
		case 'done':
			return `which ${is} done`;
	}
}

/** The failed or skipped stage that blocks others; undefined when they only wait for their turn. */
function obstacle(state: PipelineState, needs: readonly StageId[]): StageId | undefined {
	for (const need of needs) {
		const status = state.stages[need];
		if (status.type === 'failed' || status.type === 'skipped') return need;
		const root = status.type === 'waiting' ? obstacle(state, status.on) : undefined;
		if (root !== undefined) return root;
	}
	return undefined;
}

function list(stages: readonly StageId[]): string {
	return stages.length < 2 ? stages.join('') : `${stages.slice(0, -1).join(', ')} and ${stages.at(-1)}`;
}
