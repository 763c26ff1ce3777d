import {readFile, stat} from 'node:fs/promises';
import {basename} from 'node:path';
import {UsageError} from '../../errors.js';
import {systemReason} from '../../files/replace-file.js';
import {safeText} from '../../format/safe-text.js';
import {lineNumber} from '../../sql/positions.js';
import {codeTokens} from '../../sql/scanner.js';
import {splitStatements} from '../../sql/split-statements.js';
import type {OpenedCell} from '../document/document.js';
import {parseNotebook} from '../markdown/notebook-file.js';

/** A larger file is a script rather than a cell. */
const maxBytes = 1_000_000;

/**
Reads the cells of a file for `\i`, which inserts them before the input and runs them in order: the SQL cells of a notebook
(`.md`), without its prose and saved outputs, or all statements of an SQL file as one cell.
@throws UsageError
*/
export async function readCells(file: string): Promise<readonly OpenedCell[]> {
	const text = (await readText(file)).replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
	if (/\.md$/i.test(file)) {
		const {parts} = await parseNotebook(text);
		const cells = parts.flatMap((part): readonly OpenedCell[] => {
			if (part.type !== 'sql') return [];
			const {name, chart} = part.cell.info;
			const extras = {...(name !== undefined && {name}), ...(chart !== undefined && {chart})};
			return [{kind: 'sql', text: part.cell.sql, ...extras}];
		});
		if (cells.length > 0) return cells;
		throw new UsageError({
			message: `${safeText(file)} has no SQL cell.`,
			advice: 'A cell is a fence at the root of the file: ```sql, the statements, ```.',
		});
	}
	refuseCommands(text, file);
	if (splitStatements(text).length === 0)
		throw new UsageError({message: `${safeText(file)} contains no statement.`});
	return [{kind: 'sql', text: text.trim()}];
}

/** Scripts for psql may contain its commands, which no engine understands. */
function refuseCommands(sql: string, file: string): void {
	const found = codeTokens(sql).find(
		({text, start}) => text === '\\' && sql.slice(sql.lastIndexOf('\n', start) + 1, start).trim() === '',
	);
	if (found === undefined) return;
	const [line = ''] = sql.slice(found.start).split('\n', 1);
	throw new UsageError({
		message: `${safeText(basename(file))} contains the command ${safeText(line.trim())}.`,
		where: `${file}:${lineNumber(sql, found.start)}`,
		advice: 'Only SQL can be read from a file. Remove the line, and type the command first.',
	});
}

async function readText(file: string): Promise<string> {
	try {
		const {size} = await stat(file);
		if (size > maxBytes)
			throw new UsageError({
				message: `${safeText(file)} is larger than 1 MB, which is too large for a cell.`,
				advice: 'Run it with sparkify-tui query --file.',
			});
		return await readFile(file, 'utf8');
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError(
			{message: `${safeText(file)} can't be read: ${systemReason(error)}.`},
			{cause: error},
		);
	}
}
