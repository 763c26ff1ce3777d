import {randomBytes} from 'node:crypto';
import type {Settings} from '../config/settings.js';
import type {DoctorContext} from '../doctor/doctor-context.js';
import {none, overallCode} from '../doctor/finding.js';
import {labels} from '../doctor/finding-lines.js';
import {runChecks} from '../doctor/run-checks.js';
import {readTerminal} from '../doctor/terminal-info.js';
import {TimeLimits} from '../doctor/time-limits.js';
import {UsageError} from '../errors.js';
import {readLine} from '../plain/ask.js';
import {DoctorReporter} from './doctor-reporter.js';
import {untilInterrupted} from './interruption.js';
import type {DoctorInvocation} from './invocation.js';
import {withPassword} from './with-password.js';

/** `doctor`: checks everything a load needs, one line each. Returns the exit code. */
export async function doctor(invocation: DoctorInvocation): Promise<number> {
	const {live, yes} = invocation;
	const {stdin, stdout, stderr} = process;
	if (live && !yes && !(stdin.isTTY && stderr.isTTY)) {
		throw new UsageError({
			message: 'doctor --live asks before it runs COPYs, and there is no terminal to ask on.',
			advice:
				'Run it with --yes to go ahead. On Redshift Serverless the COPYs cost a few seconds of compute.',
		});
	}
	const schema = live ? `sparkify_tui_doctor_${randomBytes(5).toString('hex')}` : undefined;
	// If the report goes to standard output, nothing else may.
	const out = invocation.output === '-' ? stderr : stdout;
	const terminal = readTerminal(stdin, out, process.env);
	const reporter = new DoctorReporter(terminal, invocation.json, out);
	let abandoned = 0;
	const code = await untilInterrupted(
		async signal => {
			const limits = new TimeLimits(signal);
			const context: DoctorContext = {
				reading: invocation.reading,
				configFile: invocation.configFile,
				terminal,
				limits,
				complete: async (settings: Settings) => {
					reporter.clear();
					return withPassword(settings);
				},
			};
			try {
				await examine(context, invocation, reporter, schema, signal);
			} finally {
				reporter.clear();
				abandoned = limits.abandoned;
				await context.warehouse?.close();
				await context.cleanUp?.();
			}
			return overallCode(reporter.findings);
		},
		() => {
			reporter.clear();
			const left = schema === undefined ? '' : ` and may leave the schema ${schema} behind`;
			stderr.write(`\nInterrupted. Interrupt again to exit immediately${left}.\n`);
		},
	);
	// Abandoned work (a DNS lookup without an answer) can't be cancelled and would keep the process alive.
	if (abandoned > 0) process.exit(code);
	return code;
}

async function examine(
	context: DoctorContext,
	{live, yes, output}: DoctorInvocation,
	reporter: DoctorReporter,
	schema: string | undefined,
	signal: AbortSignal,
): Promise<void> {
	for await (const report of runChecks(context, id => reporter.begin(labels[id])))
		await reporter.report(report);
	if (!live || schema === undefined) return;
	const blocker = reporter.failedOf(['configuration', 'login', 'privileges', 'events', 'songs']);
	if (blocker !== undefined) {
		await reporter.report({id: 'live-copy', finding: none(`not reached: ${blocker}`), ms: 0});
		return;
	}
	if (!yes && !(await confirmLive(schema, signal))) return;
	const {runLive} = await import('../doctor/live/run-live.js');
	const reports = runLive({
		context,
		schema,
		output,
		onTrial: (id, left) => reporter.begin(`COPY ${id}, ${left} to go`),
		signal,
	});
	for await (const report of reports) await reporter.report(report);
}

async function confirmLive(schema: string, signal: AbortSignal): Promise<boolean> {
	process.stderr.write(
		`--live runs a handful of tiny COPYs (up to twenty on Redshift, one file each) in the schema ${schema},\n` +
			'which it creates and drops. On Redshift Serverless this costs a few seconds of compute.\n',
	);
	for (;;) {
		process.stderr.write('Run them? y or n: ');
		const typed = await readLine(process.stdin, signal);
		if (typed === undefined) signal.throwIfAborted();
		if (typed === undefined || /^n(?:o)?$/i.test(typed.trim())) return false;
		if (/^y(?:es)?$/i.test(typed.trim())) return true;
	}
}
