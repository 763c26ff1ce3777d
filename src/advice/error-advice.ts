import type {Advice} from './advice.js';
import {connectionAdvice} from './connection-advice.js';
import {copyAdvice} from './copy-advice.js';
import {statementAdvice} from './statement-advice.js';

/** One table for all engines. The first matching row applies. */
export const errorAdvice: readonly Advice[] = [...connectionAdvice, ...copyAdvice, ...statementAdvice];

/**
Finds the row for an error and fills in its texts.
@param kinds Kinds to consider. A statement's message may quote data that looks like a lost connection.
@param names Values to fill in, in addition to the named groups of the pattern.
*/
export function adviceFor(
	text: string,
	kinds: ReadonlyArray<Advice['kind']>,
	names: Readonly<Record<string, string>> = {},
	isRedshift = false,
): Advice | undefined {
	for (const row of errorAdvice) {
		const match = kinds.includes(row.kind) ? row.text.exec(text) : null;
		if (match === null) continue;
		const values: Readonly<Record<string, string>> = {...names, ...match.groups};
		const fill = (template: string) =>
			template.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
		return {
			...row,
			...(row.message !== undefined && {message: fill(row.message)}),
			advice: fill((isRedshift ? row.redshiftAdvice : undefined) ?? row.advice),
		};
	}
	return undefined;
}
