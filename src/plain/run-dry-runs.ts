import {count, duration, plural} from '../format/figures.js';
import type {LoadSession} from '../load/load-session.js';
import type {StageId} from '../star/stages.js';

export type DryRunTally = {
	/** Stages that would succeed. */
	readonly ok: number;
	readonly failed: number;
	/** Stages that were not reached. */
	readonly notTried: number;
	readonly end: 'completed' | 'no-connection' | 'interrupted';
};

/** Dry-runs the stages in order, each as if those before it had run. Changes nothing and asks nothing. */
export async function runDryRuns(
	session: LoadSession,
	{stages, signal}: {readonly stages: readonly StageId[]; readonly signal: AbortSignal},
): Promise<DryRunTally> {
	const tally = {ok: 0, failed: 0};
	const finish = (end: DryRunTally['end']): DryRunTally => ({
		...tally,
		notTried: stages.length - tally.ok - tally.failed,
		end,
	});
	const cancel = () => void session.cancel();
	signal.addEventListener('abort', cancel);
	try {
		for (const [index, stage] of stages.entries()) {
			if (signal.aborted) return finish('interrupted');
			const status = await session.dryRun(stage, stages.slice(0, index));
			if (status === undefined) return finish('interrupted');
			if (status.type === 'finished' && status.dryRun.ok) {
				tally.ok++;
				continue;
			}
			tally.failed++;
			if (stage === 'connect') return finish('no-connection');
		}
		return finish('completed');
	} finally {
		signal.removeEventListener('abort', cancel);
	}
}

/** The last line of a dry run. @param ms Duration. */
export function dryRunClosing({ok, failed, notTried, end}: DryRunTally, ms: number): string {
	const parts = [
		`${plural(ok, 'stage')} would succeed`,
		...(failed > 0 ? [`${count(failed)} would fail`] : []),
		...(notTried > 0 ? [`${count(notTried)} not tried`] : []),
	];
	return `${opening[end]} ${parts.join(', ')}; nothing was changed. ${duration(ms)}.`;
}

const opening: Readonly<Record<DryRunTally['end'], string>> = {
	completed: 'Dry run:',
	'no-connection': 'No connection:',
	interrupted: 'Interrupted:',
};
