import {plural} from '../format/figures.js';
import {safeLines, safeText} from '../format/safe-text.js';
import {exportResult, resultText} from '../notebook/export-result.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import type {QueryInvocation} from './invocation.js';
import {StandardOutput} from './standard-output.js';

export type ResultTarget = Pick<QueryInvocation, 'format' | 'output' | 'limit'> & {
	readonly isReadOnly: boolean;
	readonly signal: AbortSignal;
};

/** Runs a statement and writes its rows as they arrive. Returns the lines to print on standard error. */
export async function writeResult(
	warehouse: Warehouse,
	sql: string,
	{format, output, ...options}: ResultTarget,
): Promise<readonly string[]> {
	const more = `More rows available: --limit is ${options.limit}.`;
	if (output !== undefined) {
		const done = await exportResult(warehouse, sql, output, {format, overwrites: true, ...options});
		if ('tag' in done) return [done.tag];
		const line = `${plural(done.rows, 'row')} written to ${safeText(output)}`;
		return [line, ...(done.hasMore ? [more] : [])];
	}
	// See parse-command-line.ts.
	if (format === 'parquet') throw new Error('Parquet needs a file.');
	const isScreen = process.stdout.isTTY;
	const text = await resultText(warehouse, sql, {format, asStrings: isScreen, ...options});
	if ('tag' in text) return [text.tag];
	await print(text.chunks, isScreen);
	return text.written().hasMore ? [more] : [];
}

async function print(chunks: AsyncIterable<string | Uint8Array>, isScreen: boolean): Promise<void> {
	const out = new StandardOutput();
	for await (const chunk of chunks) {
		await out.write(isScreen && typeof chunk === 'string' ? safeLines(chunk) : chunk);
		// The reader is gone, as in `| head`.
		if (out.closed) return;
	}
}
