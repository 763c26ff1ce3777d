import {stateProblem} from '../files/state-folder.js';
import {safeText} from '../format/safe-text.js';
import type {LoadSession} from '../load/load-session.js';
import {type RunTally, runStages} from '../load/run-stages.js';
import {terminalSize} from '../notebook/terminal-size.js';
import {closingLine, countsTable, isCompleteRun, tallyExitCode} from '../plain/closing-line.js';
import {attended, type Confirmation, confirmMove, unattended} from '../plain/deciders.js';
import {eventJson, runFinishedJson, waitingJson} from '../plain/event-json.js';
import type {LoadReporter} from '../plain/load-reporter.js';
import {untilInterrupted} from './interruption.js';
import type {LoadInvocation} from './invocation.js';
import {openLoadSession} from './open-load-session.js';
import {productionName, warehouseText} from './production.js';
import {StandardOutput} from './standard-output.js';
import {standardReporter} from './standard-reporter.js';
import {withPassword} from './with-password.js';

/** `load`: runs the stages and prints lines of text. Returns the exit code. */
export async function load(invocation: LoadInvocation): Promise<number> {
	const {stages} = invocation;
	const settings = await withPassword(invocation.settings);
	const session = await openLoadSession(settings);
	const reporter = standardReporter(stages, invocation.quiet);
	reporter.say(
		safeText(
			`Source: ${session.source.name}. Warehouse: ${warehouseText(session.warehouse.name, settings)}.`,
		),
	);
	const problem = stateProblem('The record of this load');
	if (problem !== undefined) reporter.say(safeText(problem));
	try {
		return await untilInterrupted(
			signal => runLoad(session, invocation, reporter, signal),
			() =>
				reporter.say('', 'Interrupted. Rolling back the running stage. Interrupt again to exit immediately.'),
		);
	} finally {
		await session.close();
	}
}

async function runLoad(
	session: LoadSession,
	{settings, stages, yes, confirmed, json}: LoadInvocation,
	reporter: LoadReporter,
	signal: AbortSignal,
): Promise<number> {
	const production = productionName(settings);
	/** Nothing is asked. In production, --yes does not confirm that data is destroyed. */
	const neverAsks = production === undefined ? yes : confirmed;
	const out = new StandardOutput();
	const print = (line: string | undefined) => {
		if (json && line !== undefined) out.put(`${line}\n`);
	};
	session.onEvent(event => {
		reporter.event(event);
		print(eventJson(event));
	});
	const started = performance.now();
	let tally: RunTally | undefined;
	try {
		// A new file only helps a run that creates the tables.
		const canMove = stages.includes('create-tables');
		tally = await runStages(session, {
			stages,
			...(neverAsks ? {} : confirmation(stages, {production, yes}, signal)),
			continuesAfterFailure: true,
			onBlocked(stage, why) {
				reporter.waiting(stage, why);
				print(waitingJson(stage, why, Date.now()));
			},
			runOptions: {movesDamagedFile: neverAsks && canMove},
			...(canMove &&
				!neverAsks &&
				isAttended() && {onDamagedFile: async () => confirmMove(terminal(signal), production)}),
			signal,
		});
	} finally {
		reporter.end();
		const ok = tally !== undefined && isCompleteRun(tally);
		print(runFinishedJson(ok, session.state.counts, performance.now() - started));
	}
	await out.write(json ? '' : countsTable(session.state.counts));
	reporter.say(closingLine(tally, performance.now() - started));
	return tallyExitCode(tally);
}

/**
How stages are confirmed: by the user at a terminal, or by rule without a terminal.
@param yes Whether to ask only about stages that destroy data.
*/
function confirmation(
	stages: LoadInvocation['stages'],
	{production, yes}: {readonly production: string | undefined; readonly yes: boolean},
	signal: AbortSignal,
): Confirmation {
	if (!isAttended()) return unattended(production);
	return attended({
		stages,
		production,
		runsAll: yes,
		columns: terminalSize(process.stderr).columns,
		...terminal(signal),
	});
}

function isAttended(): boolean {
	return process.stdin.isTTY && process.stderr.isTTY;
}

function terminal(signal: AbortSignal) {
	return {input: process.stdin, write: (text: string) => process.stderr.write(text), signal};
}
