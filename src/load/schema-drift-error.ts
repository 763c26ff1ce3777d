import {DataError} from '../errors.js';

/** The keys of the records differ from the columns, and the load is set to fail because of that. The table is unchanged. */
export class SchemaDriftError extends DataError {
	override name = 'SchemaDriftError';
}
