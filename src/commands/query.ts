import {exitCode} from '../errors.js';
import {plural} from '../format/figures.js';
import {safeText} from '../format/safe-text.js';
import {openWarehouse} from '../warehouse/open-warehouse.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import {untilInterrupted} from './interruption.js';
import type {QueryInvocation} from './invocation.js';
import {locateInScript} from './locate-in-script.js';
import {readSql, type Script} from './read-sql.js';
import {requireDatabaseOrMemory} from './require-database.js';
import {withPassword} from './with-password.js';
import {type ResultTarget, writeResult} from './write-result.js';

/** `query`: runs SQL and prints the rows of the last statement. Returns the exit code. */
export async function query(invocation: QueryInvocation): Promise<number> {
	const {settings, sql, format, output, limit, write, quiet} = invocation;
	requireDatabaseOrMemory(settings);
	const script = await readSql(sql);
	const say = (line: string) => {
		if (!quiet) process.stderr.write(`${line}\n`);
	};
	const warehouse = await openWarehouse(await withPassword(settings));
	try {
		return await untilInterrupted(
			async signal => {
				await warehouse.connect({signal});
				const {notebook} = warehouse;
				try {
					await runScript(warehouse, script, {format, output, limit, isReadOnly: !write, signal}, say);
				} finally {
					if (notebook.transactionState !== 'none') process.stderr.write(uncommitted);
				}
				return notebook.transactionState === 'none' ? exitCode.done : exitCode.failed;
			},
			() => say('\nInterrupted. Interrupt again to exit immediately.'),
		);
	} finally {
		await warehouse.close();
	}
}

const uncommitted =
	'The SQL ended inside a transaction, so its changes were rolled back. End with COMMIT to keep them.\n';

async function runScript(
	warehouse: Warehouse,
	script: Script,
	target: ResultTarget,
	say: (line: string) => void,
): Promise<void> {
	const {statements} = script;
	for (const [index, statement] of statements.entries()) {
		const isLast = index === statements.length - 1;
		try {
			const lines = isLast
				? await writeResult(warehouse, statement.text, target)
				: await runWithoutOutput(warehouse, statement.text, target);
			const prefix = statements.length > 1 ? `Statement ${index + 1} of ${statements.length}: ` : '';
			for (const line of lines) say(prefix + line);
		} catch (error) {
			throw locateInScript(error, script, statement);
		} finally {
			for (const notice of warehouse.notebook.takeNotices()) say(safeText(notice));
		}
	}
}

/** Runs a statement and discards its rows. Returns the lines to print on standard error. */
async function runWithoutOutput(
	warehouse: Warehouse,
	sql: string,
	{signal, isReadOnly}: ResultTarget,
): Promise<readonly string[]> {
	const {command, rows} = await warehouse.notebook.query(sql, {signal, isReadOnly});
	let read = 0;
	for await (const batch of rows) read += batch.length;
	return [command ?? `${plural(read, 'row')} not printed: only the last statement prints rows`];
}
