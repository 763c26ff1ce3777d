const start = String.raw`^(?:\s|--[^\n]*\n|/\*[\s\S]*?\*/)*`;
const transactionStatement = new RegExp(`${start}(?:BEGIN|START|COMMIT|END|ROLLBACK|ABORT)\\b`, 'i');
const readStatement = new RegExp(
	`${start}\\(*(?:SELECT|WITH|FROM|VALUES|SHOW|DESCRIBE|EXPLAIN)\\b(?![\\s\\S]*\\b(?:nextval|INSERT|UPDATE|DELETE|MERGE|CREATE)\\b)`,
	'i',
);

/** Whether a statement begins or ends a transaction. */
export function isTransactionStatement(sql: string): boolean {
	return transactionStatement.test(sql);
}

/** Whether a statement is certain to write nothing, not even to a sequence. */
export function onlyReads(sql: string): boolean {
	return readStatement.test(sql);
}
