import {setTimeout as sleep} from 'node:timers/promises';
import type {Reject} from '../source/source.js';
import {type LoadError, loadErrorReason} from './load-error-advice.js';
import type {SystemViews} from './system-views.js';
import type {Row} from './warehouse.js';

/** A record that COPY refused, with what the views say of the reason. */
export type RefusedRecord = {readonly reject: Reject; readonly error: LoadError};

/** A COPY as the views know it: its session, by `pg_backend_pid()`, and a time before it began by the cluster's clock. */
export type CopyRun = {readonly session: number; readonly since: string};

/** The views may lag behind the load: how long to wait before each look. */
const looks = [0, 500, 1000, 1500, 2000];

/** What a session's loads were refused, each record told once: the views keep those of earlier loads for days. */
export class Autopsy {
	readonly #views: SystemViews;
	/** The newest load that was told, of a session by a view. */
	readonly #told = new Map<string, number>();

	constructor(views: SystemViews) {
		this.#views = views;
	}

	/**
	The records that the last COPY of a session could not load, by file and line, which is the last one of a JSON object.
	To be asked for outside of the transaction: inside it the views stand still, and after an error nothing can be asked.
	@param since Time by the clock of the cluster before that COPY began.
	@param expected Records to wait for, at least.
	@param most Records to read, at most.
	*/
	async refused(
		{session, since}: CopyRun,
		expected: number,
		most: number,
	): Promise<readonly RefusedRecord[]> {
		let found: Findings = {sys: undefined, stl: undefined};
		for (const pause of looks) {
			if (pause > 0) await sleep(pause);
			found = {
				sys: await this.#newest('load-errors-sys', {session, since}, most),
				stl: await this.#newest('load-errors-stl', {session, since}, most),
			};
			if (Math.max(found.sys?.length ?? 0, found.stl?.length ?? 0) >= expected) break;
			if (found.sys === undefined && found.stl === undefined) break;
		}
		const {sys = [], stl = []} = found;
		this.#tell('load-errors-sys', session, sys);
		this.#tell('load-errors-stl', session, stl);
		return (stl.length >= sys.length ? withLongReasons(stl, sys) : sys).map(toRefused);
	}

	/** Rows of the newest load that was not told before; undefined where the view does not answer. */
	async #newest(view: string, {session, since}: CopyRun, most: number): Promise<readonly Row[] | undefined> {
		const after = this.#told.get(`${view} ${session}`) ?? 0;
		const rows = await this.#views.rows(view, {session, since, after, most});
		return rows?.filter(([query]) => query === rows[0]?.[0]);
	}

	#tell(view: string, session: number, [row]: readonly Row[]): void {
		if (row !== undefined) this.#told.set(`${view} ${session}`, Number(row[0]));
	}
}

/** What the view that every cluster has says, and the one that has the raw text besides. Either alone will do. */
type Findings = Readonly<Record<'sys' | 'stl', readonly Row[] | undefined>>;

const reasonColumn = 7;

/** The older view cuts the reason at 100 characters, the newer one at 512. */
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
