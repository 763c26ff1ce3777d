import {statementWords} from '../../sql/statement-kind.js';

/** Statements that Redshift refuses in a transaction, or that commit it, as TRUNCATE does. */
const refused = [
	/^(?:vacuum|truncate)\b/,
	/^(?:create|alter|drop) (?:external )?(?:database|library)\b/,
	/^create external\b/,
	/^alter table .*\b(?:append|alter|partition)\b/,
	/\bdrop external database\b/,
];

export function redshiftCanRollBack(sql: string): boolean {
	const words = statementWords(sql);
	return !refused.some(pattern => pattern.test(words));
}
