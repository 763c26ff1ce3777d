import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError} from '../../errors.js';
import {replaceFile} from '../../files/replace-file.js';
import {packageRoot} from '../../package-root.js';
import {statements} from '../../sql/statements.js';
import type {DoctorContext} from '../doctor-context.js';
import {type Mask, maskAll, shortHost} from './mask.js';
import type {LiveAnswer, missingObjects} from './trials.js';

export type LiveOptions = {
	readonly context: DoctorContext;
	/** Name of a new schema that needs no quotes, used only by this run. */
	readonly schema: string;
	/** File to write; `-` is standard output. The default name has the date. */
	readonly output: string | undefined;
	/** Called before each COPY with the number remaining. */
	readonly onTrial: (id: string, left: number) => void;
	readonly signal: AbortSignal;
};

/** A statement before the COPYs, with its duration. */
export type TimedStep = {readonly step: string; readonly ms: number};

/** The observations of `doctor --live`, for a bug report. */
export type LiveReport = {
	readonly engine: 'postgres' | 'redshift';
	readonly host: string;
	/** The version the server reports. */
	readonly version: string;
	readonly answers: readonly LiveAnswer[];
	readonly steps: readonly TimedStep[];
	readonly copies: ReadonlyArray<{
		readonly trial: string;
		readonly error: {readonly message?: string} | null;
		readonly [field: string]: unknown;
	}>;
	readonly missing: ReturnType<typeof missingObjects>;
};

/** Creates the schema, the tables of the load in it, and other tables. Measures each statement. */
export async function createTables(
	run: (sql: string) => Promise<unknown>,
	engine: LiveReport['engine'],
	schema: string,
	others: readonly string[] = [],
): Promise<readonly TimedStep[]> {
	const steps: TimedStep[] = [];
	const tables = [...statements(`${engine}/create-tables`, {schema: null}), ...others];
	for (const sql of [`CREATE SCHEMA ${schema}`, `SET search_path TO ${schema}`, ...tables]) {
		const started = performance.now();
		await run(sql);
		steps.push({step: sql.split('(', 1).join().trim(), ms: Math.round(performance.now() - started)});
	}
	return steps;
}

/** Writes the masked report to standard output (`-`) or atomically to a file that only its owner can read. @throws UsageError */
export function writeReport(path: string, report: LiveReport, now: Date, mask: Mask): void {
	const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
		readonly version: string;
	};
	const {missing, host, ...fields} = report;
	const content = {
		program: `sparkify-tui ${manifest.version}`,
		node: `${process.version} ${process.platform} ${process.arch}`,
		written: now.toISOString(),
		host: shortHost(host),
		...fields,
		...(missing.length > 0 && {
			unanswered: {
				how: 'Put objects with these contents into the bucket of the events and run doctor --live again.',
				objects: missing,
			},
		}),
	};
	const text = `${JSON.stringify(maskAll(content, mask), undefined, '\t')}\n`;
	if (path === '-') {
		process.stdout.write(text);
		return;
	}
	try {
		replaceFile(path, text);
	} catch (error) {
		const detail = error instanceof Error ? error.message : String(error);
		throw new UsageError({message: `Could not write the report to ${path}.`, detail}, {cause: error});
	}
}
