/** The data that benchmarks read. */
import {createWriteStream, existsSync} from 'node:fs';
import {rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {DuckDBInstance} from '@duckdb/node-api';
import {generateData} from '../src/sample/generate.js';
import {LocalSource} from '../src/source/local/local-source.js';
import type {RecordKind} from '../src/source/source.js';
import type {Size} from './benchmark.js';

/** Makes a file or a folder unless it exists, or replaces what an interrupted run left of it. @returns its path */
async function prepared(path: string, make: (path: string) => Promise<void>): Promise<string> {
	if (existsSync(path)) return path;
	const unfinished = `${path}.unfinished`;
	await rm(unfinished, {recursive: true, force: true});
	await make(unfinished);
	await rename(unfinished, path);
	return path;
}

/** Generates data in a subfolder named after its size. @returns its path */
export async function generated(folder: string, {events, songs}: Size): Promise<string> {
	return prepared(join(folder, `events-${events}-songs-${songs}`), async directory => {
		// Clean files only: a plain loader can't read byte-order marks or objects on several lines.
		for await (const _ of generateData({directory, events, songs, days: 30, seed: 1, fileQuirks: false}));
	});
}

/** The rows of a kind as COPY text, in a file next to the data. */
export async function preparedText(data: string, kind: RecordKind): Promise<string> {
	return prepared(`${data}.${kind}.copy`, async file => {
		const source = new LocalSource(data, data);
		async function* copyTexts() {
			for await (const {copyText} of source.records(kind, await source.inventory(kind))) yield copyText;
		}
		await pipeline(copyTexts, createWriteStream(file));
	});
}

const csvQueries: Readonly<Record<RecordKind, (data: string) => string>> = {
	events:
		data => `SELECT * REPLACE (registration::BIGINT AS registration, nullif(userId, '')::INTEGER AS userId)
		FROM read_json('${data}/log_data/*/*/*.json', format = 'newline_delimited', columns = {
			artist: 'VARCHAR', auth: 'VARCHAR', firstName: 'VARCHAR', gender: 'VARCHAR', itemInSession: 'INTEGER',
			lastName: 'VARCHAR', length: 'DOUBLE', level: 'VARCHAR', location: 'VARCHAR', method: 'VARCHAR',
			page: 'VARCHAR', registration: 'DOUBLE', sessionId: 'INTEGER', song: 'VARCHAR', status: 'INTEGER',
			ts: 'BIGINT', userAgent: 'VARCHAR', userId: 'VARCHAR'})`,
	songs: data => `FROM read_json('${data}/song_data/*/*/*/*.json', columns = {
			num_songs: 'INTEGER', artist_id: 'VARCHAR', artist_latitude: 'DOUBLE', artist_longitude: 'DOUBLE',
			artist_location: 'VARCHAR', artist_name: 'VARCHAR', song_id: 'VARCHAR', title: 'VARCHAR',
			duration: 'DOUBLE', year: 'INTEGER'})`,
};

/** Runs a statement in a DuckDB file, which is created if it doesn't exist, or in memory. */
export async function runInDuckDb(database: string, sql: string): Promise<void> {
	const instance = await DuckDBInstance.create(database);
	const connection = await instance.connect();
	await connection.run(sql);
	connection.closeSync();
	instance.closeSync();
}

/** The rows of a kind as CSV without a header, in a file next to the data. */
export async function preparedCsv(data: string, kind: RecordKind): Promise<string> {
	return prepared(`${data}.${kind}.csv`, async file =>
		runInDuckDb(':memory:', `COPY (${csvQueries[kind](data)}) TO '${file}' (FORMAT csv, HEADER false)`),
	);
}
