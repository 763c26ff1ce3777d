import {readFile} from 'node:fs/promises';
import {basename} from 'node:path';
import {readLocale} from '../doctor/terminal-info.js';
import {CancelledError, exitCode, UsageError} from '../errors.js';
import {writeTextFile} from '../files/output-file.js';
import {systemReason} from '../files/replace-file.js';
import {duration} from '../format/figures.js';
import {safeLines, safeText} from '../format/safe-text.js';
import type {CellRun} from '../notebook/document/cell.js';
import {parseNotebook} from '../notebook/markdown/notebook-file.js';
import {htmlReport} from '../notebook/report/html-report.js';
import {markdownReport} from '../notebook/report/markdown-report.js';
import {reportOf} from '../notebook/report/report.js';
import {cellsOf, requireRunnable, runCells} from '../notebook/run/run-notebook.js';
import {terminalSize} from '../notebook/terminal-size.js';
import {cellJson, cellText, runSummary} from '../plain/cell-text.js';
import {plainFailureLines} from '../plain/failure-lines.js';
import {openWarehouse} from '../warehouse/open-warehouse.js';
import {untilInterrupted} from './interruption.js';
import type {RunInvocation} from './invocation.js';
import {requireDatabaseOrMemory} from './require-database.js';
import {StandardOutput} from './standard-output.js';
import {withPassword} from './with-password.js';

/** Rows of a result that are held, and drawn or written as JSON. */
const maxRows = 1000;

/** `run`: runs the cells of a notebook in order, up to the first that fails. Returns the exit code. */
export async function run(invocation: RunInvocation): Promise<number> {
	const {settings, file, parameters, report, write, json, quiet} = invocation;
	requireDatabaseOrMemory(settings);
	const notebook = await parseNotebook(await readNotebook(file));
	const cells = cellsOf(notebook, file);
	requireRunnable(cells, file, parameters);
	const {stdout, stderr} = process;
	const say = (line: string) => {
		if (!quiet) stderr.write(`${safeText(line)}\n`);
	};
	const textOptions = {
		columns: terminalSize(stdout).columns,
		isUnicode: !stdout.isTTY || readLocale(process.env, process.platform).encoding !== 'other',
	};
	const warehouse = await openWarehouse(await withPassword(settings));
	const out = new StandardOutput();
	const runs: CellRun[] = [];
	const started = performance.now();
	const startedAt = Date.now();
	let code: number;
	try {
		code = await untilInterrupted(
			async signal => {
				await warehouse.connect({signal});
				const options = {parameters, maxRows, isReadOnly: !write, signal};
				for await (const [cell, run] of runCells(warehouse.notebook, cells, options)) {
					runs.push(run);
					const text = json ? cellJson(cell, run) : await cellText(cell, run, textOptions);
					await out.write(stdout.isTTY ? safeLines(text) : text);
					const last = run.outputs.at(-1);
					if (last?.type !== 'error') continue;
					stderr.write(`${plainFailureLines(last.failure).join('\n')}\n`);
					return exitCode.failed;
				}
				if (signal.aborted) throw new CancelledError();
				return exitCode.done;
			},
			() => say('Interrupted. Interrupt again to exit immediately.'),
		);
	} finally {
		await warehouse.close();
	}
	const summary = runSummary(runs, cells.length);
	if (report !== undefined) {
		const at = new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ');
		const values = [...parameters].map(([name, value]) => `${name} = ${value}`);
		const facts = [
			`${basename(file)} · ${warehouse.name} · ${at} UTC`,
			`${summary}, ${duration(runs.reduce((sum, {ms}) => sum + ms, 0))}`,
			...(values.length > 0 ? [`Parameters: ${values.join(', ')}`] : []),
		];
		const content = reportOf(notebook, {name: basename(file), facts: facts.map(safeText), runs});
		await writeTextFile(report, /\.html$/i.test(report) ? htmlReport(content) : markdownReport(content));
		say(`Report written to ${report}.`);
	}
	say(`${summary}, ${duration(performance.now() - started)}.`);
	return code;
}

async function readNotebook(file: string): Promise<string> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		throw new UsageError(
			{message: `${file} cannot be read: ${systemReason(error)}.`, where: file},
			{cause: error},
		);
	}
}
