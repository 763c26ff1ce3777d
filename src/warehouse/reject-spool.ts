import {createReadStream} from 'node:fs';
import {appendFile, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {copyRow} from '../source/copy-text.js';
import type {Reject} from '../source/source.js';

/** Keeps rejects on disk, as COPY text of `staging_rejects`, until the connection is free to take them. */
export class RejectSpool {
	#folder: string | undefined;

	async add(table: string, rejects: readonly Reject[]): Promise<void> {
		if (rejects.length === 0) return;
		this.#folder ??= await mkdtemp(join(tmpdir(), 'sparkify-tui-'));
		const rows = rejects.map(({file, line, column, reason, raw}) =>
			copyRow([table, file, line, column, reason, raw]),
		);
		await appendFile(this.#file(this.#folder), rows.join(''));
	}

	async *copyText(): AsyncGenerator<Uint8Array> {
		if (this.#folder !== undefined) yield* createReadStream(this.#file(this.#folder));
	}

	async close(): Promise<void> {
		if (this.#folder !== undefined) await rm(this.#folder, {recursive: true, force: true});
	}

	#file(folder: string): string {
		return join(folder, 'rejects.copy');
	}
}
