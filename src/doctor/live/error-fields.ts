import {SparkifyError} from '../../errors.js';
import type {ErrorFields} from './observation.js';

const errorFields = [
	...['severity', 'code', 'message', 'detail', 'hint', 'position', 'where', 'schema', 'table', 'column'],
	...['file', 'line', 'routine'],
];

/** The fields of the server's error, unchanged. */
export function fieldsOf(error: unknown): ErrorFields {
	const raw = (error instanceof SparkifyError && error.cause !== undefined ? error.cause : error) as Readonly<
		Record<string, unknown>
	>;
	const fields = errorFields.map(name => [name, raw[name]] as const);
	return Object.fromEntries(
		fields.filter((field): field is [string, string] => typeof field[1] === 'string'),
	);
}
