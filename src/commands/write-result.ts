import {writeTextFile} from '../files/output-file.js';
import {plural} from '../format/figures.js';
import {safeLines, safeText} from '../format/safe-text.js';
import {exportParquet} from '../notebook/writers/export-parquet.js';
import {writers} from '../notebook/writers/formats.js';
import {limitRows} from '../notebook/writers/limit-rows.js';
import type {Row, Warehouse} from '../warehouse/warehouse.js';
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
	{format, output, limit, isReadOnly, signal}: ResultTarget,
): Promise<readonly string[]> {
	if (format === 'parquet') {
		// parquet requires --output: see query-arguments.ts.
		const rows = await exportParquet(warehouse, sql, output!, {signal, limit, isReadOnly});
		return [typeof rows === 'string' ? rows : written(rows, output!)];
	}
	const {columns, command, rows} = await warehouse.notebook.query(sql, {signal, isReadOnly});
	if (command !== null) return [command];

	let more = false;
	let read = 0;
	const limited =
		limit === undefined
			? rows
			: limitRows(rows, limit, () => {
					more = true;
				});
	async function* counted(): AsyncGenerator<readonly Row[]> {
		for await (const batch of limited) {
			read += batch.length;
			yield batch;
		}
	}
	const chunks = writers[format](columns, counted());
	if (output === undefined) await print(chunks);
	else await writeTextFile(output, chunks, {signal});
	return [
		...(output === undefined ? [] : [written(read, output)]),
		...(more ? [`More rows available: --limit is ${limit}.`] : []),
	];
}

async function print(chunks: AsyncIterable<string>): Promise<void> {
	const out = new StandardOutput();
	for await (const chunk of chunks) {
		await out.write(process.stdout.isTTY ? safeLines(chunk) : chunk);
		// The reader is gone, as in `| head`.
		if (out.closed) return;
	}
}

function written(rows: number, file: string): string {
	return `${plural(rows, 'row')} written to ${safeText(file)}`;
}
