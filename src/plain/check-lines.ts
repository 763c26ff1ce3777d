import {count} from '../format/figures.js';
import {safeText} from '../format/safe-text.js';
import type {CheckResult} from '../pipeline/checks.js';

/** A line for each check of `verify` with its figures; below a failed one the query that shows the rows. */
export function checkLines(checks: readonly CheckResult[]): readonly string[] {
	return checks.flatMap(({title, ok, figures, query}) => {
		const values = figures.map(([name, value]) => `${name} ${count(value)}`).join(', ');
		const line = safeText(`${ok ? 'ok    ' : 'FAILED'}  ${title}  (${values})`);
		if (ok) return [line];
		const statement = query.split('\n').map(text => safeText(text.replaceAll('\t', '  ')));
		return [line, ...['The rows:', ...statement].map(text => `        ${text}`)];
	});
}
