import {quoteIdentifier} from '../sql/statements.js';

/** The statement that makes unqualified names refer to one schema, whatever the user's search_path is. */
export function pinSchema(schema: string): string {
	return `SET search_path TO ${quoteIdentifier(schema)}`;
}
