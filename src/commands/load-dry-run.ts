import {safeText} from '../format/safe-text.js';
import type {PipelineEvent} from '../load/events.js';
import type {LoadSession} from '../load/load-session.js';
import {tallyExitCode} from '../plain/closing-line.js';
import {type DryRunEnd, plainDryRunLines} from '../plain/dry-run-lines.js';
import {eventJson} from '../plain/event-json.js';
import type {LoadReporter} from '../plain/load-reporter.js';
import {dryRunClosing, runDryRuns} from '../plain/run-dry-runs.js';
import {positionOf} from '../plain/stage-position.js';
import {untilInterrupted} from './interruption.js';
import type {DryRunInvocation} from './invocation.js';
import {openLoadSession} from './open-load-session.js';
import {warehouseText} from './production.js';
import {StandardOutput} from './standard-output.js';
import {standardReporter} from './standard-reporter.js';
import {withPassword} from './with-password.js';

/** `load --dry-run`: shows what every stage would do. Returns the exit code. */
export async function loadDryRun(invocation: DryRunInvocation): Promise<number> {
	const settings = await withPassword(invocation.settings);
	const session = await openLoadSession(settings, {ledger: false}, true);
	const reporter = standardReporter(invocation.stages, invocation.quiet);
	reporter.say(
		safeText(
			`Source: ${session.source.name}. Warehouse: ${warehouseText(session.warehouse.name, settings)}.`,
		),
	);
	try {
		return await untilInterrupted(
			signal => dryRun(session, invocation, reporter, signal),
			() => reporter.say('', 'Interrupted. Nothing was changed. Interrupt again to exit immediately.'),
		);
	} finally {
		await session.close();
	}
}

async function dryRun(
	session: LoadSession,
	{stages, json}: DryRunInvocation,
	reporter: LoadReporter,
	signal: AbortSignal,
): Promise<number> {
	const out = new StandardOutput();
	session.onEvent(event => {
		reporter.event(event);
		if (!isEnd(event)) return;
		const lines = plainDryRunLines(event, positionOf(event.stage, stages));
		if (json) {
			reporter.say(...lines);
			out.put(`${eventJson(event)}\n`);
		} else out.put(`${lines.join('\n')}\n`);
	});
	const started = performance.now();
	const tally = await runDryRuns(session, {stages, signal});
	reporter.end();
	await out.write('');
	reporter.say(dryRunClosing(tally, performance.now() - started));
	return tallyExitCode(tally);
}

function isEnd(event: PipelineEvent): event is DryRunEnd {
	return (
		event.type === 'dry-run-finished' || event.type === 'dry-run-failed' || event.type === 'dry-run-cancelled'
	);
}
