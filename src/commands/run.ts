import {readFile} from 'node:fs/promises';
import {basename} from 'node:path';
import {inMemory} from '../config/settings.js';
import {CancelledError, exitCode, type Failure, UsageError} from '../errors.js';
import {writeTextFile} from '../files/output-file.js';
import {systemReason} from '../files/replace-file.js';
import {count, duration, plural} from '../format/figures.js';
import {safeJson, safeLines, safeText} from '../format/safe-text.js';
import {drawChart} from '../notebook/charts/draw-chart.js';
import type {CellOutput, CellRun} from '../notebook/document/cell.js';
import {parametersOf} from '../notebook/document/parameters.js';
import {type NotebookFile, parseNotebook, withoutFrontMatter} from '../notebook/markdown/notebook-file.js';
import {htmlReport} from '../notebook/report/html-report.js';
import {markdownReport} from '../notebook/report/markdown-report.js';
import {outputCaption, outputChart, type Report, type ReportPart} from '../notebook/report/report.js';
import {runCell} from '../notebook/run/run-cell.js';
import {terminalSize} from '../notebook/terminal-size.js';
import {jsonLiteral} from '../notebook/writers/json.js';
import {writeTable} from '../notebook/writers/table.js';
import {plainFailureLines} from '../plain/failure-lines.js';
import {lineNumber} from '../sql/positions.js';
import {openWarehouse} from '../warehouse/open-warehouse.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import {untilInterrupted} from './interruption.js';
import type {RunInvocation} from './invocation.js';
import {requireDatabase} from './require-database.js';
import {StandardOutput} from './standard-output.js';
import {withPassword} from './with-password.js';

/** Rows of a result that are held, and written to the report or as JSON. */
const maxRows = 1000;
/** Rows of a result that are printed. */
const printedRows = 20;

/** A SQL cell of the file. */
type Cell = {
	/** From 1, counting SQL cells. */
	readonly number: number;
	/** The line of its first line of SQL. */
	readonly line: number;
	readonly sql: string;
	readonly name: string | undefined;
	readonly chart: Extract<ReportPart, {readonly type: 'cell'}>['chart'];
};

/** `run`: runs the cells of a notebook in order, up to the first that fails. Returns the exit code. */
export async function run(invocation: RunInvocation): Promise<number> {
	const {settings, file, parameters, report, write, json, quiet} = invocation;
	if (settings.engine !== 'duckdb' || settings.database !== inMemory) requireDatabase(settings);
	const notebook = await parseNotebook(await readNotebook(file));
	const cells = cellsOf(notebook);
	check(cells, invocation);
	const say = (line: string) => {
		if (!quiet) process.stderr.write(`${safeText(line)}\n`);
	};
	const warehouse = openWarehouse(await withPassword(settings));
	const runs = new Map<number, CellRun>();
	const started = performance.now();
	const startedAt = Date.now();
	let code: number;
	try {
		code = await untilInterrupted(
			async signal => {
				await warehouse.connect({signal});
				const failure = await runCells(
					warehouse,
					{cells, parameters, file, isReadOnly: !write, signal},
					async (cell, done) => {
						runs.set(cell.number, done);
						await print(json ? jsonText(cell, done) : await plainText(cell, done));
					},
				);
				if (signal.aborted) throw new CancelledError();
				if (failure !== undefined) process.stderr.write(`${plainFailureLines(failure).join('\n')}\n`);
				return failure === undefined ? exitCode.done : exitCode.failed;
			},
			() => say('Interrupted. Interrupt again to exit immediately.'),
		);
	} finally {
		await warehouse.close();
	}
	if (report !== undefined) {
		const facts = factsOf(invocation, warehouse.name, {cells, runs, startedAt});
		await writeReport(report, {title: titleOf(notebook, file), facts, parts: partsOf(notebook, cells, runs)});
		say(`Report written to ${report}.`);
	}
	say(`${summary(cells, runs)}, ${duration(performance.now() - started)}.`);
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

function cellsOf({parts}: NotebookFile): readonly Cell[] {
	const cells: Cell[] = [];
	let before = 0;
	for (const part of parts) {
		if (part.type === 'sql') {
			const {sql, info} = part.cell;
			cells.push({number: cells.length + 1, line: before + 2, sql, name: info.name, chart: info.chart});
		}
		before += part.source.split('\n').length - 1;
	}
	return cells;
}

/** Checks everything that can be known before the first cell runs. @throws UsageError */
function check(cells: readonly Cell[], {file, parameters}: RunInvocation): void {
	if (cells.length === 0)
		throw new UsageError({
			message: `${file} has no SQL cell.`,
			where: file,
			advice: 'A cell is a fence at the root of the file: ```sql, the statements, ```.',
		});
	const names = new Set<string>();
	const used = new Set<string>();
	for (const {sql, name, line} of cells) {
		if (name !== undefined && names.has(name))
			throw new UsageError({
				message: `Two cells are named ${name}.`,
				where: `${file}:${line - 1}`,
				advice: 'Rename one of them.',
			});
		if (name !== undefined) names.add(name);
		for (const {name: parameter, start} of parametersOf(sql)) {
			used.add(parameter);
			if (!parameters.has(parameter))
				throw new UsageError({
					message: `The parameter :${parameter} has no value.`,
					where: `${file}:${line + lineNumber(sql, start) - 1}`,
					advice: `Set it with --set ${parameter}=VALUE.`,
				});
		}
	}
	for (const name of parameters.keys())
		if (!used.has(name))
			throw new UsageError({
				message: `No cell of ${file} uses the parameter :${name}.`,
				advice: used.size === 0 ? 'It has no parameters.' : `It uses :${[...used].join(', :')}.`,
			});
}

type Cells = {
	readonly cells: readonly Cell[];
	readonly parameters: ReadonlyMap<string, string>;
	readonly file: string;
	readonly isReadOnly: boolean;
	readonly signal: AbortSignal;
};

/** Runs the cells up to the first failure, and returns it with its place in the file. */
async function runCells(
	{notebook}: Warehouse,
	{cells, parameters, file, isReadOnly, signal}: Cells,
	onRun: (cell: Cell, run: CellRun) => Promise<void>,
): Promise<Failure | undefined> {
	const named = new Map(cells.flatMap(({name, sql}) => (name === undefined ? [] : [[name, sql] as const])));
	for (const cell of cells) {
		const done = await runCell(notebook, cell.sql, {cells: named, parameters, maxRows, isReadOnly, signal});
		const place = (failure: Failure) => `${file}:${failureLine(cell, failure)}`;
		const outputs = done.outputs.map(output =>
			output.type === 'error' && output.failure.where === undefined
				? {...output, failure: {...output.failure, where: place(output.failure)}}
				: output,
		);
		await onRun(cell, {...done, outputs});
		const last = outputs.at(-1);
		if (done.state === 'failed' && last?.type === 'error') return last.failure;
		if (done.state === 'cancelled') return undefined;
		if (notebook.transactionState !== 'none')
			return {
				message: 'The cell ended inside a transaction, so its changes were rolled back.',
				where: `${file}:${cell.line}`,
				advice: 'End the cell with COMMIT.',
			};
	}
	return undefined;
}

function failureLine({sql, line}: Cell, failure: Failure): number {
	const {text, offset} = failure.sql ?? {};
	return line + (text === sql && offset !== undefined ? lineNumber(sql, offset) - 1 : 0);
}

async function print(text: string): Promise<void> {
	await new StandardOutput().write(process.stdout.isTTY ? safeLines(text) : text);
}

/** A cell's outputs for reading: its name, its tables or chart, and a line below each. */
async function plainText({number, name, chart}: Cell, {outputs}: CellRun): Promise<string> {
	const title = `[${number}]${name === undefined ? '' : ` ${name}`}`;
	const last = outputs.findLast(({type}) => type === 'result');
	const texts = outputs
		.filter(({type}) => type !== 'error')
		.map(async output => outputText(output, output === last ? chart : undefined));
	return `${title}\n${(await Promise.all(texts)).join('')}\n`;
}

async function outputText(output: CellOutput, chart: Cell['chart']): Promise<string> {
	const notices = output.notices.map(notice => `${safeText(notice)}\n`).join('');
	const {data, problem} = outputChart(output, chart);
	if (data !== undefined) {
		const width = process.stdout.isTTY ? terminalSize(process.stdout).columns : 80;
		const {lines, notes} = drawChart(data, {width, height: 24, isUnicode: true});
		const drawn = lines.map(line => `${line.map(({text}) => text).join('')}\n`).join('');
		return `${notices}${drawn}${[outputCaption(output), ...notes].join(' · ')}\n`;
	}
	let table = '';
	if (output.type === 'result') {
		const shown = output.rows.slice(0, printedRows);
		for await (const text of writeTable(output.columns, pages(shown))) table += text;
	}
	const notes = problem === undefined ? [] : [problem];
	return `${notices}${table}${[outputCaption(output, printedRows), ...notes].join(' · ')}\n`;
}

async function* pages<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
	yield rows;
}

function jsonText({number, name}: Cell, {state, ms, startedAt, outputs}: CellRun): string {
	const at = new Date(startedAt).toISOString();
	const fields = JSON.stringify({type: 'cell-finished', cell: number, name, state, ms: Math.round(ms), at});
	return `${safeJson(`${fields.slice(0, -1)},"outputs":[${outputs.map(outputJson).join(',')}]}`)}\n`;
}

function outputJson(output: CellOutput): string {
	const {type, notices} = output;
	const common = {type, ms: Math.round(output.ms), ...(notices.length > 0 && {notices})};
	switch (output.type) {
		case 'result': {
			const {columns, isComplete} = output;
			const rows = output.rows.map(
				row => `[${columns.map((column, index) => jsonLiteral(row[index] ?? null, column)).join(',')}]`,
			);
			const fields = {...common, columns: columns.map(({name}) => name), complete: isComplete};
			return `${JSON.stringify(fields).slice(0, -1)},"rows":[${rows.join(',')}]}`;
		}
		case 'message':
			return JSON.stringify({...common, tag: output.tag});
		case 'error': {
			const {message, where, advice, detail} = output.failure;
			return JSON.stringify({...common, message, where, advice, detail});
		}
	}
}

function summary(cells: readonly Cell[], runs: ReadonlyMap<number, CellRun>): string {
	const states = [...runs.values()].map(({state}) => state);
	const of = (state: CellRun['state']) => states.filter(other => other === state).length;
	const parts = [
		`${plural(of('done'), 'cell')} done`,
		...(of('failed') > 0 ? [`${count(of('failed'))} failed`] : []),
		...(of('cancelled') > 0 ? [`${count(of('cancelled'))} cancelled`] : []),
		...(states.length < cells.length ? [`${count(cells.length - states.length)} not run`] : []),
	];
	return parts.join(', ');
}

function factsOf(
	{file, parameters}: RunInvocation,
	warehouse: string,
	{
		cells,
		runs,
		startedAt,
	}: {
		readonly cells: readonly Cell[];
		readonly runs: ReadonlyMap<number, CellRun>;
		readonly startedAt: number;
	},
): readonly string[] {
	const at = new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ');
	const ms = [...runs.values()].reduce((sum, cell) => sum + cell.ms, 0);
	const values = [...parameters].map(([name, value]) => `${name} = ${value}`);
	return [
		safeText(`${basename(file)} · ${warehouse} · ${at} UTC`),
		`${summary(cells, runs)}, ${duration(ms)}`,
		...(values.length > 0 ? [safeText(`Parameters: ${values.join(', ')}`)] : []),
	];
}

function titleOf({parts}: NotebookFile, file: string): string {
	const prose = parts.filter(({type}) => type === 'prose').map(({source}) => source);
	return /^#\s+(.+?)\s*#*\s*$/m.exec(prose.join('\n'))?.[1] ?? basename(file);
}

function partsOf(
	{parts}: NotebookFile,
	cells: readonly Cell[],
	runs: ReadonlyMap<number, CellRun>,
): readonly ReportPart[] {
	const rest = [...cells];
	return parts.flatMap((part): readonly ReportPart[] => {
		if (part.type === 'output') return [];
		if (part.type === 'prose') return [{type: 'prose', markdown: withoutFrontMatter(part.source)}];
		const {number, sql, name, chart} = rest.shift()!;
		return [{type: 'cell', sql, name, chart, run: runs.get(number)}];
	});
}

async function writeReport(file: string, report: Report): Promise<void> {
	await writeTextFile(file, file.endsWith('.html') ? htmlReport(report) : markdownReport(report));
}
