import {count} from '../format/figures.js';

/** `1 file`, `1,500 files`. */
export function plural(n: number, noun: string): string {
	return `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
}
