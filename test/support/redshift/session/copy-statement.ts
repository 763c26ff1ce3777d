import type {Backend} from '../backend/backend.js';
import type {CopyCommand} from '../copy/copy-command.js';
import {loadNotices} from '../copy/copy-problems.js';
import {runCopy} from '../copy/run-copy.js';
import {commandComplete, noticeResponse} from '../wire/responses.js';
import type {Client} from './client.js';
import type {Cluster, Database} from './cluster.js';
import type {CopyMemory} from './copy-memory.js';
import type {Answer} from './relay.js';

export type CopySession = {
	readonly client: Client;
	readonly backend: Backend;
	readonly cluster: Cluster;
	readonly database: Database;
	readonly memory: CopyMemory;
};

/**
Runs a COPY and tells the client: INFO messages, and a tag without a count. "After a COPY is successfully initiated, it
doesn't fail if the session terminates", but in a transaction it is rolled back [D:copy-usage_notes-multiple-files].
@param copying Cancels it.
@throws RedshiftError
*/
export async function copyStatement(
	command: CopyCommand,
	queryId: number,
	copying: AbortController,
	{client, backend, cluster, database, memory}: CopySession,
): Promise<Answer> {
	const inTransaction = backend.status === 'T';
	if (inTransaction) void client.closed.then(() => copying.abort());
	// Its session was ended from another one.
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
		if (files === faults.cutAfterFiles) client.tear();
		if (files === faults.silentAfterFiles) client.fallSilent();
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
		memory.loaded(loaded, queryId, inTransaction);
		for (const message of cluster.faults.withoutNotices
			? []
			: loadNotices(command.table, loaded, refused, serverless))
			client.send(noticeResponse({severity: 'INFO', code: '00000', message}));
		client.send(commandComplete('COPY'));
		return {error: undefined, tag: 'COPY', rows: loaded};
	} catch (error) {
		memory.failed(load.files.length + load.errors.length > 0);
		throw error;
	}
}
