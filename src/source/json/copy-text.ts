/** PostgreSQL's COPY text format as described in RecordBatch. All loaders write and read it. */

const escapes: Readonly<Record<string, string>> = {'\\': '\\x5c', '\n': '\\n', '\r': '\\r', '\t': '\\t'};

/** Formats a value as COPY text. NULL is an empty string, and an empty string NULL, as in the staging tables. */
export function copyValue(value: string | number | bigint | null): string {
	if (value === null) return '';
	if (typeof value !== 'string') return String(value);
	return /[\\\n\r\t]/.test(value) ? value.replaceAll(/[\\\n\r\t]/g, character => escapes[character]!) : value;
}

/** Formats one row, with its line end. */
export function copyRow(values: ReadonlyArray<string | number | bigint | null>): string {
	return `${values.map(value => copyValue(value)).join('\t')}\n`;
}
