import type {Stats} from 'node:fs';

/** Identifies the content of a file: writing to it changes its modification time. */
export function versionOf({mtimeMs}: Pick<Stats, 'mtimeMs'>): string {
	return String(mtimeMs);
}
