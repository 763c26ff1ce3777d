import {hostname, userInfo} from 'node:os';

/** The operating system user and the host name, as recorded with each load. */
export function whoLoads(): {readonly user: string; readonly host: string} {
	return {user: userName(), host: hostname()};
}

function userName(): string {
	try {
		return userInfo().username;
	} catch {
		// A container may run with a user id that has no name.
		return process.env.USER ?? String(process.getuid?.() ?? 'unknown');
	}
}
