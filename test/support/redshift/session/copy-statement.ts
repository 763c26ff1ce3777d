import type {Backend} from '../backend/backend.js';
import type {CopyCommand} from '../copy/copy-command.js';
import {loadNotices} from '../copy/copy-problems.js';
import {runCopy} from '../copy/run-copy.js';
import {commandComplete, noticeResponse} from '../wire/responses.js';
import type {Client} from './client.js';
import type {Cluster, Database} from './cluster.js';
import type {LastCopy} from './last-copy.js';
import type {ResponseSummary} from './relay.js';

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
	if (inTransaction) void client.closed.then(() => copying.abort());
	// Another session ended this one.
	void backend.ended.then(() => copying.abort());
	const load = database.log.addLoad({
		queryId,
		transactionId: queryId,
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
		lastCopy.loaded(loaded, queryId, inTransaction);
		for (const message of cluster.faults.withoutNotices
			? []
			: loadNotices(command.table, loaded, refused, serverless))
			client.send(noticeResponse({severity: 'INFO', code: '00000', message}));
		client.send(commandComplete('COPY'));
		return {error: undefined, tag: 'COPY', rows: loaded};
	} catch (error) {
		lastCopy.failed(load.files.length + load.errors.length > 0);
		throw error;
	}
}
