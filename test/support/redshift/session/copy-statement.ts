import type {Backend} from '../backend/backend.js';
import {loadNotices} from '../copy/copy-problems.js';
import type {CopyCommand} from '../copy/parse-copy.js';
import {runCopy} from '../copy/run-copy.js';
import {RedshiftError} from '../errors.js';
import {commandComplete, noticeResponse} from '../wire/responses.js';
import type {Client} from './client.js';
import type {Cluster, Database} from './cluster.js';
import type {ResponseSummary} from './relay.js';

/** The values of `pg_last_copy_count()` and `pg_last_copy_id()` in a session. */
export type LastCopy = {count: number; id: number};

export type CopySession = {
	readonly client: Client;
	readonly backend: Backend;
	readonly cluster: Cluster;
	readonly database: Database;
	readonly lastCopy: LastCopy;
};

/**
Runs a COPY and sends the client INFO messages and a tag without a count. "After a COPY is successfully initiated, it
doesn't fail if the session terminates", but in a transaction it is rolled back [D:copy-usage_notes-multiple-files].
@param copying Cancels the COPY.
@throws RedshiftError
*/
export async function copyStatement(
	command: CopyCommand,
	queryId: number,
	copying: AbortController,
	{client, backend, cluster, database, lastCopy}: CopySession,
): Promise<ResponseSummary> {
	const inTransaction = backend.status === 'T';
	// That BEGIN READ ONLY refuses COPY is a guess, and so is the text.
	const [[readOnly] = []] = await backend.query("SELECT pg_catalog.current_setting('transaction_read_only')");
	if (readOnly === 'on')
		throw new RedshiftError({code: '25006', message: 'cannot execute COPY in a read-only transaction'});
	if (inTransaction) void client.closed.then(() => copying.abort());
	// Another session ended this one.
	void backend.ended.then(() => copying.abort());
	const load = database.log.addLoad({
		queryId,
		session: backend.processId,
		database: database.name,
		table: command.table,
		tableId: 0,
		dataSource: `s3://${command.bucket}/${command.prefix}`,
		startTime: new Date(),
		endTime: undefined,
		status: 'running',
		loadedRows: 0,
		loadedBytes: 0,
		sourceFiles: [],
		files: [],
		errors: [],
	});
	const {serverless, faults} = cluster;
	const onFile = (files: number) => {
		if (files === faults.cutAfterFiles) client.drop();
		if (files === faults.silentAfterFiles) client.goSilent();
	};
	try {
		const {loaded, refused} = await runCopy(command, {
			backend,
			cluster,
			database,
			load,
			signal: copying.signal,
			onFile,
		});
		Object.assign(lastCopy, {count: loaded, id: queryId});
		const notices = faults.withoutNotices ? [] : loadNotices(command.table, loaded, refused, serverless);
		for (const message of notices) client.send(noticeResponse({severity: 'INFO', code: '00000', message}));
		client.send(commandComplete('COPY'));
		return {error: undefined, rows: loaded};
	} catch (error) {
		// It stays if the COPY never began to load [D:PG_LAST_COPY_COUNT].
		if (load.files.length + load.errors.length > 0) lastCopy.count = 0;
		throw error;
	}
}
