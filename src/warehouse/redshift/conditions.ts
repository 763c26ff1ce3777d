type ServerFields = {
	readonly code?: unknown;
	readonly routine?: unknown;
	readonly message?: unknown;
	readonly detail?: unknown;
	readonly cause?: unknown;
};

/** Whether the statement ended because the cluster was paused or patched. The session is then unusable. */
export function isRestored(error: unknown): boolean {
	const {code, routine, cause} = fieldsOf(error);
	if (cause instanceof Error) return isRestored(cause);
	return code === '57014' && routine === 'NFTSetupSessionStateOnRestore';
}

/** Whether the transaction conflicted with another session's. It may succeed if retried. */
export function isSerializationFailure(error: unknown): boolean {
	const {message, detail, cause} = fieldsOf(error);
	if (cause instanceof Error) return isSerializationFailure(cause);
	return message === '1023' || /Serializable isolation violation/i.test(`${message} ${detail}`);
}

/** Whether a statement is safe to repeat. */
export function isRepeatable(sql: string): boolean {
	return isQuery(sql) || /^\s*(?:BEGIN|START\s+TRANSACTION|SHOW|EXPLAIN(?!\s+ANALYZE))\b/i.test(sql);
}

/** Whether a statement can follow DECLARE … CURSOR FOR: a query other than SELECT INTO. */
export function isQuery(sql: string): boolean {
	const bare = sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|''|\\[\s\S])*'|"[^"]*"/g, ' ');
	return /^[\s(]*(?:SELECT|WITH)\b/i.test(bare) && !/\bINTO\b/i.test(bare);
}

function fieldsOf(error: unknown): ServerFields {
	return typeof error === 'object' && error !== null ? error : {};
}
