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

function fieldsOf(error: unknown): ServerFields {
	return typeof error === 'object' && error !== null ? error : {};
}
