/** PostgreSQL's COPY text format, as RecordBatch describes it: what every loader of this program writes and reads. */

const escapes: Readonly<Record<string, string>> = {'\\': '\\x5c', '\n': '\\n', '\r': '\\r', '\t': '\\t'};

/** A value as COPY text; an empty text is NULL, as in a staging table. */
export function copyValue(value: string | number | bigint | null): string {
	if (value === null || value === '') return '\\N';
	if (typeof value !== 'string') return String(value);
	return /[\\\n\r\t]/.test(value) ? value.replaceAll(/[\\\n\r\t]/g, character => escapes[character]!) : value;
}

/** One row with its line end. */
export function copyRow(values: ReadonlyArray<string | number | bigint | null>): string {
	return `${values.map(value => copyValue(value)).join('\t')}\n`;
}
