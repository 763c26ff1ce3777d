import {basename, dirname, resolve, sep} from 'node:path';
import {homeFolder} from './home-folder.js';

/** A typed path with the user's folder in place of a leading `~`, as in a shell. */
export function homePath(typed: string): string {
	return typed.replace(/^~(?=$|[/\\])/, homeFolder());
}

/** A path as it is shown: with `~` for the user's folder. */
export function shownPath(path: string): string {
	const home = homeFolder();
	return path === home || path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}

/** Names a file that was created: `sparkify.duckdb in this folder`, or its path. */
export function shownFile(file: string): string {
	const path = resolve(file);
	return dirname(path) === process.cwd() ? `${basename(path)} in this folder` : shownPath(path);
}
