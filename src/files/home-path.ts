import {homedir} from 'node:os';

/** A typed path with the user's folder in place of a leading `~`, as in a shell. */
export function homePath(typed: string): string {
	return typed.replace(/^~(?=$|[/\\])/, homedir());
}
