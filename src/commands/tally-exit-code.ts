import {exitCode} from '../errors.js';
import type {RunTally} from '../plain/run-stages.js';

/** The exit code of a load or a dry run. */
export function tallyExitCode({end, failed}: Pick<RunTally, 'end' | 'failed'>): number {
	switch (end) {
		case 'completed':
			return failed > 0 ? exitCode.failed : exitCode.done;
		case 'no-connection':
			return exitCode.connection;
		case 'stopped':
		case 'interrupted':
			return exitCode.interrupted;
	}
}
