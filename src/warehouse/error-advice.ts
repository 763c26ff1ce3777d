import {connectionAdvice} from './error-advice-connection.js';
import {copyAdvice} from './error-advice-copy.js';
import {statementAdvice} from './error-advice-statement.js';

/**
What a person can do about an error. In texts `{name}` is filled in: `{host}`,
`{port}`, `{user}` and `{database}` of the connection, `{place}`, `{bucket}` and `{folder}` of a COPY, and the named groups
of the pattern.
*/
export type Advice = {
	readonly id: string;
	/** Tried on the code (SQLSTATE or Node's, where there is one), the text and the detail, with a blank between them. */
	readonly text: RegExp;
	/** Tells a connection that failed from a statement that did. */
	readonly kind: 'connection' | 'statement';
	/** Said instead of the driver's words, where those say little to somebody who does not know them. */
	readonly message?: string;
	/** Cause and next step, in one or two sentences. */
	readonly advice: string;
	/** The same for Redshift, where the cause or the next step is another. */
	readonly redshiftAdvice?: string;
};

/** One table for all engines: the first row that matches is taken. */
export const errorAdvice: readonly Advice[] = [...connectionAdvice, ...copyAdvice, ...statementAdvice];

/**
The row for an error, with its texts filled in.
@param kinds What the error can be: the message of a statement may quote data that looks like a lost connection.
@param names What to fill in besides the named groups of the pattern.
*/
export function adviceFor(
	text: string,
	kinds: ReadonlyArray<Advice['kind']>,
	names: Readonly<Record<string, string>> = {},
	engine?: 'postgres' | 'redshift',
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
			advice: fill((engine === 'redshift' ? row.redshiftAdvice : undefined) ?? row.advice),
		};
	}
	return undefined;
}
