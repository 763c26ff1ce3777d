import {statSync} from 'node:fs';

/** What a path points to; undefined if nothing exists there or it can't be read. */
export function pathKind(path: string): 'file' | 'folder' | undefined {
	try {
		const stats = statSync(path, {throwIfNoEntry: false});
		if (stats === undefined) return undefined;
		return stats.isDirectory() ? 'folder' : 'file';
	} catch {
		return undefined;
	}
}
