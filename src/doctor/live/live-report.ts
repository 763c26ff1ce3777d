import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError} from '../../errors.js';
import {replaceFile} from '../../files/replace-file.js';
import {packageRoot} from '../../package-root.js';
import {type Mask, maskAll, shortHost} from './mask.js';
import type {LiveAnswer, Observation} from './observation.js';
import {type ProbeObject, probeKey} from './probe-objects.js';

/** A step other than the COPYs, with its duration. */
export type TimedStep = {readonly step: string; readonly ms: number};

/** The observations of `doctor --live`, for a bug report. */
export type LiveReport = {
	readonly engine: 'postgres' | 'redshift';
	readonly host: string;
	/** The version the server reports. */
	readonly version: string;
	readonly answers: readonly LiveAnswer[];
	readonly steps: readonly TimedStep[];
	readonly copies: readonly (Observation | Readonly<Record<string, unknown>>)[];
	/** Probe objects missing from the bucket. */
	readonly missing: readonly ProbeObject[];
};

/** `sparkify-doctor-2026-11-23.json` */
export function reportName(now: Date): string {
	return `sparkify-doctor-${now.toISOString().slice(0, 10)}.json`;
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
				objects: missing.map(object => ({
					key: probeKey(object),
					question: object.question,
					base64: Buffer.from(object.content).toString('base64'),
				})),
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
