import {setTimeout as sleep} from 'node:timers/promises';
import type {Reject} from '../../source/source.js';
import type {Row} from '../warehouse.js';
import {type LoadError, loadErrorReason} from './load-error-advice.js';
import {withRawText} from './raw-text.js';
import type {SystemViews} from './system-views.js';

/** A record that COPY rejected, with the reason from the load error views. */
export type RefusedRecord = {readonly reject: Reject; readonly error: LoadError};

/** Identifies a COPY in the views: its `pg_backend_pid()`, and a time before it started by the cluster's clock. */
export type CopyRun = {readonly session: number; readonly since: string};

/** Pauses before each attempt, since the views may lag behind the load. */
const pausesMs = [0, 500, 1000, 1500, 2000];

/** Reads the records that a session's loads rejected, each one once. The views keep those of earlier loads for days. */
export class LoadErrorViews {
	readonly #views: SystemViews;
	readonly #region: string | undefined;
	/** The newest load already returned, by view and session. */
	readonly #returned = new Map<string, number>();

	/** @param region Region of the bucket, if different from the configured one. */
	constructor(views: SystemViews, region?: string) {
		this.#views = views;
		this.#region = region;
	}

	/**
	Returns the records that a session's last COPY could not load, by file and line (the last line of a JSON object). Call
	it outside the transaction: inside, the views do not change, and after an error no query can run.
	@param since Time before that COPY started, by the cluster's clock.
	@param expected Minimum number of records to wait for.
	@param most Maximum number of records to read.
	*/
	async refused(
		{session, since}: CopyRun,
		expected: number,
		most: number,
	): Promise<readonly RefusedRecord[]> {
		let found: Findings = {sys: undefined, stl: undefined};
		for (const pause of pausesMs) {
			if (pause > 0) await sleep(pause);
			found = {
				sys: await this.#newest('load-errors-sys', {session, since}, most),
				stl: await this.#newest('load-errors-stl', {session, since}, most),
			};
			if (Math.max(found.sys?.length ?? 0, found.stl?.length ?? 0) >= expected) break;
			if (found.sys === undefined && found.stl === undefined) break;
		}
		const {sys = [], stl = []} = found;
		this.#markReturned('load-errors-sys', session, sys);
		this.#markReturned('load-errors-stl', session, stl);
		const refused = (stl.length >= sys.length ? withLongReasons(stl, sys) : sys).map(toRefused);
		return withRawText(refused, this.#region);
	}

	/** Rows of the newest load not returned before; undefined if the view is not available. */
	async #newest(view: string, {session, since}: CopyRun, most: number): Promise<readonly Row[] | undefined> {
		const after = this.#returned.get(`${view} ${session}`) ?? 0;
		const rows = await this.#views.rows(view, {session, since, after, most});
		return rows?.filter(([query]) => query === rows[0]?.[0]);
	}

	#markReturned(view: string, session: number, [row]: readonly Row[]): void {
		if (row !== undefined) this.#returned.set(`${view} ${session}`, Number(row[0]));
	}
}

/** Rows of the view that every cluster has, and of the one that has the raw text. Either suffices. */
type Findings = Readonly<Record<'sys' | 'stl', readonly Row[] | undefined>>;

const reasonColumn = 7;

/** Takes reasons from the newer view, which truncates at 512 characters; the older one does at 100. */
function withLongReasons(rows: readonly Row[], listed: readonly Row[]): readonly Row[] {
	const place = ([, file, line, column, , , code]: Row) => JSON.stringify([file, line, column, code]);
	const reasons = new Map(listed.map(row => [place(row), row[reasonColumn]]));
	return rows.map(row => row.with(reasonColumn, reasons.get(place(row)) ?? row[reasonColumn]!));
}

function toRefused([, file, line, column, type, length, code, reason, raw, value]: Row): RefusedRecord {
	const error: LoadError = {
		code: Number(code),
		reason: text(reason),
		type: text(type),
		length: text(length),
		value: text(value),
	};
	return {
		error,
		reject: {
			file: text(file),
			line: Number(line),
			column: text(column) === '' ? null : text(column),
			reason: loadErrorReason(error),
			raw: text(raw),
		},
	};
}

function text(value: Row[number] | undefined): string {
	return value === null || value === undefined ? '' : String(value);
}
