import {statementWords} from '../../sql/statement-kind.js';

/** Statements that PostgreSQL refuses in a transaction. */
const refused = [
	/^vacuum\b/,
	/^(?:create|drop) (?:database|tablespace)\b/,
	/^alter (?:system\b|database .*\bset tablespace\b)/,
	/^(?:create|alter|drop) subscription\b/,
	/^reindex .*\b(?:database|system|schema)\b/,
	/^cluster(?: verbose)?(?: ;)?$/,
	/^(?!refresh\b).*\bconcurrently\b/,
];

export function postgresCanRollBack(sql: string): boolean {
	const words = statementWords(sql);
	return !refused.some(pattern => pattern.test(words));
}
