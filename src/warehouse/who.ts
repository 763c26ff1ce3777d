import {hostname, userInfo} from 'node:os';

/** The user of the operating system and the machine, as recorded with each load. */
export function whoLoads(): {readonly user: string; readonly host: string} {
	return {user: userName(), host: hostname()};
}

function userName(): string {
	try {
		return userInfo().username;
	} catch {
		// A container may run under a number that has no name.
		return process.env.USER ?? String(process.getuid?.() ?? 'unknown');
	}
}
