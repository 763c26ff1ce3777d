import {statSync} from 'node:fs';

/** What there is at a path; undefined for nothing, and for what can't be looked at. */
export function pathKind(path: string): 'file' | 'folder' | undefined {
	try {
		const stats = statSync(path, {throwIfNoEntry: false});
		if (stats === undefined) return undefined;
		return stats.isDirectory() ? 'folder' : 'file';
	} catch {
		return undefined;
	}
}
