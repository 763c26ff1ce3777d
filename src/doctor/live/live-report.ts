import {readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError} from '../../errors.js';
import {packageRoot} from '../../package-root.js';
import {type Mask, maskAll, shortHost} from './mask.js';
import type {Answer, Observation} from './observation.js';
import {type ProbeObject, probeKey} from './probe-objects.js';

/** A step around the COPYs, and how long it took. */
export type Step = {readonly step: string; readonly ms: number};

/** What `doctor --live` saw, for a bug report. */
export type LiveReport = {
	readonly engine: 'postgres' | 'redshift';
	readonly host: string;
	/** What the server says of itself. */
	readonly version: string;
	readonly answers: readonly Answer[];
	readonly steps: readonly Step[];
	readonly copies: readonly (Observation | Readonly<Record<string, unknown>>)[];
	/** Objects that were not in the bucket. */
	readonly missing: readonly ProbeObject[];
};

/** `sparkify-doctor-2026-11-23.json` */
export function reportName(now: Date): string {
	return `sparkify-doctor-${now.toISOString().slice(0, 10)}.json`;
}

/** Writes the report, masked, to standard output (`-`) or to a file that only its owner can read, all of it or nothing. @throws UsageError */
export function writeReport(path: string, report: LiveReport, now: Date, mask: Mask): void {
	const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
		readonly version: string;
	};
	const {missing, host, ...rest} = report;
	const content = {
		program: `sparkify-tui ${manifest.version}`,
		node: `${process.version} ${process.platform} ${process.arch}`,
		written: now.toISOString(),
		host: shortHost(host),
		...rest,
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
	const scratch = `${path}.part`;
	try {
		writeFileSync(scratch, text, {mode: 0o600});
		renameSync(scratch, path);
	} catch (error) {
		rmSync(scratch, {force: true});
		const detail = error instanceof Error ? error.message : String(error);
		throw new UsageError({message: `The report cannot be written to ${path}.`, detail}, {cause: error});
	}
}
