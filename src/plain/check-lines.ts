import {count} from '../format/figures.js';
import {safeText} from '../format/safe-text.js';
import type {CheckResult} from '../load/checks.js';

/** A line for each check of `verify` with its figures, followed by its note and, if it failed, the query for the rows. */
export function plainCheckLines(checks: readonly CheckResult[]): readonly string[] {
	return checks.flatMap(({title, ok, warning, note, figures, query}) => {
		const values = figures.map(([name, value]) => `${name} ${count(value)}`).join(', ');
		const outcome = ok ? (warning ? 'warning' : 'ok') : 'FAILED';
		const explained = note === undefined ? [] : [`        ${note}`];
		const lines = [`${outcome.padEnd(6)}  ${title}  (${values})`, ...explained].map(safeText);
		if (ok) return lines;
		const statement = query.split('\n').map(text => safeText(text.replaceAll('\t', '  ')));
		return [...lines, ...['Query for the rows:', ...statement].map(text => `        ${text}`)];
	});
}
