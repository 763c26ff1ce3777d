import {CancelledError, exitCode, SparkifyError, toFailure} from '../errors.js';

/** Everything that is looked at; each engine has its own selection. */
export type CheckId =
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

/** `none`: it does not apply, or was not reached because an earlier check failed. */
export type Status = 'ok' | 'failed' | 'none';

/** What a check found. */
export type Finding = {
	readonly status: Status;
	/** One line. */
	readonly found: string;
	/** What to do, or what else to know: a sentence or two each. */
	readonly advice: readonly string[];
	/** With what the program ends because of it; 0 unless it failed. */
	readonly exitCode: number;
};

export type Report = {readonly id: CheckId; readonly finding: Finding; readonly ms: number};

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
What an error says, as a finding.
@param advice Said before the error's own advice.
@throws CancelledError when it is one: that is nothing that was found
*/
export function failedBy(error: unknown, ...advice: readonly string[]): Finding {
	if (error instanceof CancelledError) throw error;
	const {message, where, advice: own, detail} = toFailure(error);
	// A message that names the host need not be told the port as well.
	const told =
		where === undefined || message.includes(where.replace(/:\d+$/, '')) ? message : `${message} (${where})`;
	const lines = [...advice, own, detail === undefined ? undefined : `In its own words: ${detail}`];
	return failed(
		told,
		lines.filter(line => line !== undefined),
		error instanceof SparkifyError ? error.exitCode : exitCode.failed,
	);
}

/** The program's exit code: no connection comes before a wrong configuration, and that before anything else. */
export function overallCode(findings: readonly Finding[]): number {
	const codes = findings.map(({exitCode: code}) => code);
	for (const code of [exitCode.connection, exitCode.usage]) if (codes.includes(code)) return code;
	return codes.some(code => code !== exitCode.done) ? exitCode.failed : exitCode.done;
}
