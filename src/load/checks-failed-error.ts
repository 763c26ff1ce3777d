import {SparkifyError} from '../errors.js';
import {count, plural} from '../format/figures.js';
import type {CheckResult} from './checks.js';

/** At least one check of `verify` failed. */
export class ChecksFailedError extends SparkifyError {
	override name = 'ChecksFailedError';
	/** All checks, passed and failed. */
	readonly checks: readonly CheckResult[];

	/** @param load How the tables contradict `staging_loads`, in a sentence. */
	constructor(checks: readonly CheckResult[], load?: string) {
		const failed = checks.filter(({ok}) => !ok);
		const [first] = failed;
		super({
			message: `${plural(failed.length, 'check')} of ${checks.length} failed: ${failed.map(describe).join('; ')}.`,
			...(first !== undefined && {where: first.id, sql: {text: first.query}}),
			...(load !== undefined && {detail: load}),
			advice:
				'Run the query to see the rows. If another program changed the tables, reload from drop-tables on. ' +
				'Otherwise this is a bug in sparkify-tui.',
		});
		this.checks = checks;
	}
}

/** `keys are unique (repeated in users 1, repeated in songs 0)` */
function describe({title, note, figures}: CheckResult): string {
	return `${title}${note === undefined ? '' : `; ${note}`} (${figures.map(([name, value]) => `${name} ${count(value)}`).join(', ')})`;
}
