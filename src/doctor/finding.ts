import {CancelledError, exitCode, SparkifyError, toFailure} from '../errors.js';

/** All checks; each engine runs a subset. */
export type DoctorCheckId =
	| 'node'
	| 'terminal'
	| 'configuration'
	| 'dns'
	| 'tcp'
	| 'tls'
	| 'login'
	| 'version'
	| 'privileges'
	| 'role'
	| 'events'
	| 'songs'
	| 'jsonpaths'
	| 'views'
	| 'space'
	| 'live-schema'
	| 'live-copy'
	| 'live-report';

/** `none`: not applicable, or not reached because an earlier check failed. */
export type Status = 'ok' | 'failed' | 'none';

/** The result of a check. */
export type Finding = {
	readonly status: Status;
	/** One line. */
	readonly found: string;
	/** What to do, or additional information: one or two sentences each. */
	readonly advice: readonly string[];
	/** The program's exit code because of this result; 0 unless it failed. */
	readonly exitCode: number;
};

export type Report = {readonly id: DoctorCheckId; readonly finding: Finding; readonly ms: number};

export function ok(found: string, ...advice: readonly string[]): Finding {
	return {status: 'ok', found, advice, exitCode: exitCode.done};
}

export function none(found: string, ...advice: readonly string[]): Finding {
	return {status: 'none', found, advice, exitCode: exitCode.done};
}

export function failed(found: string, advice: readonly string[], code: number = exitCode.failed): Finding {
	return {status: 'failed', found, advice, exitCode: code};
}

/**
Converts an error to a failed finding.
@param advice Shown before the error's own advice.
@throws CancelledError if the error is one
*/
export function failedBy(error: unknown, ...advice: readonly string[]): Finding {
	if (error instanceof CancelledError) throw error;
	const {message, where, advice: own, detail} = toFailure(error);
	// Don't repeat the location if the message already names the host.
	const found =
		where === undefined || message.includes(where.replace(/:\d+$/, '')) ? message : `${message} (${where})`;
	const lines = [...advice, own, detail === undefined ? undefined : `Original message: ${detail}`];
	return failed(
		found,
		lines.filter(line => line !== undefined),
		error instanceof SparkifyError ? error.exitCode : exitCode.failed,
	);
}

/** Combines exit codes: a failed connection takes precedence over a wrong configuration, and that over other failures. */
export function overallCode(findings: readonly Finding[]): number {
	const codes = findings.map(({exitCode: code}) => code);
	for (const code of [exitCode.connection, exitCode.usage]) if (codes.includes(code)) return code;
	return codes.some(code => code !== exitCode.done) ? exitCode.failed : exitCode.done;
}
