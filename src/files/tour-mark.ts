import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {makeStateFolder, stateFolder} from './state-folder.js';

/**
Remembers in the state folder that the tour was shown. Returns whether this is the first time; false too if that can't be
remembered, as the tour would then be shown at every start.
*/
export function claimTour(env: NodeJS.ProcessEnv = process.env): boolean {
	const folder = join(stateFolder(env), 'tour');
	try {
		makeStateFolder(folder);
		writeFileSync(join(folder, 'shown'), '', {flag: 'wx', mode: 0o600});
		return true;
	} catch {
		return false;
	}
}
