import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import {gunzip} from 'node:zlib';
import {decompress} from 'fzstd';
import {type Backend, PostgresError} from '../backend/backend.js';
import {RedshiftError, unsupportedByDouble} from '../errors.js';
import type {Cluster} from '../session/cluster.js';
import type {LoadRecord} from '../system/load-log.js';
import {slices} from '../system/write-log.js';
import {translateError} from '../translate-errors.js';
import {
	type CopyPlace,
	cancelled,
	loadFailed,
	notAuthorized,
	prefixMissing,
	s3Error,
} from './copy-problems.js';
import {readJsonPaths} from './jsonpaths.js';
import {type LoadColumn, loadTable} from './load-columns.js';
import {loadFile, type RowMapping} from './load-file.js';
import type {CopyCommand} from './parse-copy.js';
import {S3Failure, S3Objects} from './s3-objects.js';
import {TableWriter} from './table-writer.js';

export type CopyEnvironment = {
	readonly backend: Backend;
	readonly cluster: Pick<Cluster, 's3' | 'region' | 'roles' | 'serverless' | 'faults' | 'account'>;
	readonly database: {readonly name: string};
	readonly load: LoadRecord;
	/** Cancels the load. */
	readonly signal: AbortSignal;
	/** Called after each file with the number of completed files. */
	readonly onFile: (files: number) => void;
};

const filesAhead = 8;

export type CopyOutcome = {readonly loaded: number; readonly refused: number};

/**
Runs COPY: reads the objects and writes their rows with COPY FROM STDIN in the client's session, and so in its
transaction. Atomic, like PostgreSQL's COPY [D:copy-usage_notes-multiple-files].
@throws RedshiftError
*/
export async function runCopy(command: CopyCommand, environment: CopyEnvironment): Promise<CopyOutcome> {
	const {load, signal} = environment;
	try {
		const outcome = await copy(command, environment);
		load.status = 'completed';
		return outcome;
	} catch (error) {
		load.status = 'aborted';
		throw signal.aborted ? cancelled(load.queryId) : asRedshiftError(error, command, load);
	} finally {
		load.endTime = new Date();
	}
}

async function copy(command: CopyCommand, environment: CopyEnvironment): Promise<CopyOutcome> {
	const {backend, load} = environment;
	const place = placeOf(environment);
	const table = await loadTable(backend, command.table);
	load.tableId = table.oid;
	const columns = chooseColumns(table.columns, command);
	const objects = openS3(command, environment, place);
	try {
		const files = await listFiles(command, objects, place);
		load.sourceFiles = files.map(({key, bytes}) => ({name: `s3://${command.bucket}/${key}`, bytes}));
		const mapping = await readMapping(command, columns, objects, place);
		const order = sliceOrder(files.length);
		const contents = readAhead(order, async index => readFile(command, objects, files[index]!.key, place));
		const writer = command.noLoad ? undefined : await TableWriter.open(backend, table.name, columns);
		try {
			await loadFiles(order, contents, writer, {command, columns, mapping, environment});
			await writer?.finish();
		} catch (error) {
			await writer?.abandon();
			throw error;
		}
	} finally {
		objects.close();
	}
	return {loaded: load.loadedRows, refused: load.errors.length};
}

type Contents = {next(): Promise<Buffer>};
type LoadPlan = {
	readonly command: CopyCommand;
	readonly columns: readonly LoadColumn[];
	readonly mapping: RowMapping;
	readonly environment: CopyEnvironment;
};

/** @param order Indexes of the load's files, in the order of `contents`. */
async function loadFiles(
	order: readonly number[],
	contents: Contents,
	writer: TableWriter | undefined,
	{command, columns, mapping, environment: {cluster, load, signal, onFile}}: LoadPlan,
): Promise<void> {
	const {faults, serverless} = cluster;
	for (const [done, index] of order.entries()) {
		const startTime = new Date();
		if (faults.copyDelayMs > 0) await sleep(faults.copyDelayMs, undefined, {signal});
		const {name, bytes} = load.sourceFiles[index]!;
		const slice = index % slices;
		const content = await contents.next();
		const read = loadFile({name, slice, content}, columns, mapping, command, load.errors.length);
		load.errors.push(...read.errors);
		if (load.errors.length >= command.maxError) throw loadFailed(command.table, serverless);
		await writer?.write(read.text);
		signal.throwIfAborted();
		// That NOLOAD reports no rows is a guess.
		load.loadedRows += writer ? read.rows : 0;
		load.loadedBytes += writer ? read.text.length : 0;
		load.files.push({name, slice, bytes, lines: read.lines, startTime, endTime: new Date()});
		onFile(done + 1);
		await faults.passFiles(done + 1, signal);
	}
}

/** The columns that the statement names, or all. */
function chooseColumns(columns: readonly LoadColumn[], command: CopyCommand): readonly LoadColumn[] {
	if (command.columns === undefined) return columns;
	return command.columns.map(name => {
		const column = columns.find(candidate => candidate.name === name);
		if (column === undefined) throw unsupportedByDouble(`COPY into the missing column ${name}`);
		return column;
	});
}

function openS3(
	command: CopyCommand,
	{cluster: {roles, s3, region, serverless}, signal}: CopyEnvironment,
	place: CopyPlace,
): S3Objects {
	const role = command.role === 'default' ? roles[0] : command.role;
	if (role === undefined) throw unsupportedByDouble('IAM_ROLE default on a cluster without a default role');
	if (!roles.includes(role)) throw notAuthorized(role, place, serverless);
	return new S3Objects(s3, command.region ?? region, signal);
}

/** "COPY loads all files whose keys begin so" [D:copy-parameters-data-source-s3]. */
async function listFiles(command: CopyCommand, objects: S3Objects, place: CopyPlace) {
	const context = `Listing bucket=${command.bucket} prefix=${command.prefix}`;
	const files = await withS3Errors(objects.list(command.bucket, command.prefix), context, place);
	if (files.length === 0) throw prefixMissing(command, place);
	return files;
}

async function readMapping(
	{mapping}: CopyCommand,
	columns: readonly LoadColumn[],
	objects: S3Objects,
	place: CopyPlace,
): Promise<RowMapping> {
	if (typeof mapping === 'string') return mapping;
	const address = `s3://${mapping.bucket}/${mapping.key}`;
	const file = await withS3Errors(objects.read(mapping.bucket, mapping.key), `Reading ${address}`, place);
	const paths = readJsonPaths(file);
	if (paths.length !== columns.length) throw unsupportedByDouble('a jsonpaths file of another length');
	return paths;
}

/** The statement declares one compression for all files [D:copy-parameters-file-compression]. */
async function readFile(
	{bucket, compression}: CopyCommand,
	objects: S3Objects,
	key: string,
	place: CopyPlace,
): Promise<Buffer> {
	const bytes = await withS3Errors(objects.read(bucket, key), `Reading s3://${bucket}/${key}`, place);
	if (bytes.length === 0 || compression === undefined) return bytes;
	try {
		return compression === 'gzip' ? await promisify(gunzip)(bytes) : Buffer.from(decompress(bytes));
	} catch {
		throw unsupportedByDouble(`COPY of ${key}, which is not compressed as declared`);
	}
}

/** Distributes files over the slices, so that rows arrive out of key order [D:c_best-practices-use-multiple-files]. */
function sliceOrder(count: number): readonly number[] {
	const all = Array.from({length: count}, (_, index) => index);
	return Array.from({length: slices}, (_, slice) => all.filter(index => index % slices === slice)).flat();
}

/** Reads up to `filesAhead` files ahead and returns them in order. */
function readAhead<T>(order: readonly number[], read: (index: number) => Promise<T>): {next(): Promise<T>} {
	const pending: Promise<T>[] = [];
	let started = 0;
	return {
		async next() {
			while (pending.length < filesAhead && started < order.length) {
				const reading = read(order[started++]!);
				// A failure is withS3Errors when its file is due.
				reading.catch(() => {});
				pending.push(reading);
			}
			return pending.shift()!;
		},
	};
}

async function withS3Errors<T>(request: Promise<T>, context: string, place: CopyPlace): Promise<T> {
	try {
		return await request;
	} catch (error) {
		throw error instanceof S3Failure ? s3Error(error, context, place) : error;
	}
}

function asRedshiftError(error: unknown, {table}: CopyCommand, load: LoadRecord): unknown {
	if (!(error instanceof PostgresError)) return error;
	const code = error.fields.get('C') ?? '';
	// [K]
	if (code === '42P01')
		return new RedshiftError({code, message: `Cannot COPY into nonexistent table ${table}`});
	const place = {sql: '', tables: [table], queryId: load.queryId, processId: load.session};
	return translateError(error.fields, place);
}

function placeOf({load, cluster: {account, region}, database}: CopyEnvironment): CopyPlace {
	return {
		queryId: load.queryId,
		processId: load.session,
		user: account.user,
		database: database.name,
		region,
	};
}
