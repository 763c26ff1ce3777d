import {manPage} from './man-page.js';

/** The files that are made from the code, by path from the root of the repository. */
export function generatedFiles(): ReadonlyMap<string, string> {
	return new Map([['man/sparkify-tui.1', manPage()]]);
}
