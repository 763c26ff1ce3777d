import {withoutComments} from '../sql/scanner.js';

/** Patterns of secrets in COPY, UNLOAD, CREATE USER, ATTACH, CREATE SECRET, SET, connection strings and signed URLs. */
const patterns: readonly RegExp[] = [
	/\b\w*(?:password|passwd|pwd)\w*["']?\s*(?:=|:|[eE]?'|\$)/i,
	/\bidentified\s+by\b/i,
	/\bcredentials\b/i,
	/\bcreate\s+(?:or\s+replace\s+)?(?:(?:persistent|temporary|temp)\s+)?secret\b/i,
	/(?:access|secret|encryption|symmetric|api|auth|bearer|session|security)_?(?:access_?)?(?:key|token)/i,
	/:\/\/[^\s/:@']*:[^\s/@']+@/,
	/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
	/[?&](?:X-Amz-Signature|sig)=/i,
];

/** Whether a statement may contain a password, key or token and must not be written to a file. Errs on the safe side. */
export function containsSecret(sql: string): boolean {
	return [sql, withoutComments(sql)].some(text => patterns.some(pattern => pattern.test(text)));
}
