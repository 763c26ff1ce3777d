/** Whether characters beyond ASCII are written as they are or as `\u00e9`. */
export type Charset = 'unicode' | 'ascii';

/** A JSON string as Python's json module writes it: `/` stays. */
export function jsonString(value: string, charset: Charset): string {
	const text = JSON.stringify(value);
	if (charset === 'unicode') return text;
	return text.replaceAll(
		/[\u007f-\uffff]/g,
		unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

/** A JSON string as the application's logs have it: `/` written as `\/`. */
export function logString(value: string, charset: Charset): string {
	return jsonString(value, charset).replaceAll('/', '\\/');
}

export function isDigits(value: string): boolean {
	return /^\d+$/.test(value);
}

/** A duration in hundred-thousandths of a second as seconds, in its shortest exact form. */
export function seconds(duration: number): string {
	return String(duration / 100_000);
}
