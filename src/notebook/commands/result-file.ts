import {appendFile, open, stat} from 'node:fs/promises';
import {CancelledError, UsageError} from '../../errors.js';
import {systemReason} from '../../files/replace-file.js';
import {safeText} from '../../format/safe-text.js';
import type {Column, Row} from '../../warehouse/warehouse.js';
import {exportFormatOf, type TextFormat, writers} from '../writers/formats.js';

/** The file of `\o`, to which the following results are added. */
export type ResultFile = {
	readonly file: string;
	/**
	Adds all rows of a result as they arrive, after a blank line if it is not the first. If the rows end in an error, those
	before it stay in the file.
	@throws UsageError, CancelledError, and what `rows` throws
	*/
	readonly add: (
		columns: readonly Column[],
		rows: AsyncIterable<readonly Row[]>,
		signal?: AbortSignal,
	) => Promise<void>;
};

/**
Creates the file. Its suffix chooses the format; without one that names a format, results are tables for reading.
@throws UsageError if it exists, can't be created, or is to be Parquet or JSON, which hold one result
*/
export async function createResultFile(file: string): Promise<ResultFile> {
	const format = resultFormat(file);
	await create(file);
	const append = async (text: string) =>
		appendFile(file, text).catch((error: unknown) => {
			throw cannotWrite(file, error);
		});
	return {
		file,
		async add(columns, rows, signal) {
			const {size} = await stat(file).catch((error: unknown) => {
				throw cannotWrite(file, error);
			});
			if (size > 0 && format !== 'ndjson') await append('\n');
			for await (const chunk of writers[format](columns, rows)) {
				if (signal?.aborted) throw new CancelledError();
				await append(chunk);
			}
		},
	};
}

function resultFormat(file: string): TextFormat {
	const format = exportFormatOf(file) ?? 'table';
	if (format !== 'parquet' && format !== 'json') return format;
	throw new UsageError({
		message: `A ${format === 'json' ? 'JSON' : 'Parquet'} file holds one result, and \\o adds results to its file.`,
		advice: `Use \\export${format === 'json' ? ', or \\o with .ndjson' : ''}.`,
	});
}

async function create(file: string): Promise<void> {
	try {
		await (await open(file, 'wx')).close();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(file, error);
		throw new UsageError(
			{
				message: `${safeText(file)} exists already.`,
				where: file,
				advice: 'Name another file, or delete that one.',
			},
			{cause: error},
		);
	}
}

function cannotWrite(file: string, error: unknown): UsageError {
	const message = `${safeText(file)} can't be written: ${systemReason(error)}.`;
	return new UsageError({message, where: file}, {cause: error});
}
