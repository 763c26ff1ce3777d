import {homedir} from 'node:os';

/** The user's home folder. In a container the user may have none; files in it then can't be read or written. */
export function homeFolder(): string {
	try {
		return homedir();
	} catch {
		return '/nonexistent';
	}
}
