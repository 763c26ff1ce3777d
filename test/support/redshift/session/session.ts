import type {Backend} from '../backend/backend.js';
import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {LeaderFunctionError} from '../sql/expressions.js';
import {isWord, splitStatements, type Token, tokenize} from '../sql/lexer.js';
import {relations} from '../sql/relations.js';
import {type Translation, type TranslationContext, translate} from '../sql/translate.js';
import type {StatementPlace} from '../translate-errors.js';
import {BodyReader, frame, type Message} from '../wire/messages.js';
import {
	bindComplete,
	closeComplete,
	commandComplete,
	emptyQueryResponse,
	errorResponse,
	noticeResponse,
	parseComplete,
	readyForQuery,
} from '../wire/responses.js';
import type {Client} from './client.js';
import type {Cancellable, Cluster, Database} from './cluster.js';
import {copyStatement, type LastCopy} from './copy-statement.js';
import {Relay, type ResponseSummary} from './relay.js';

const systemView = /^(?:stl|stv|svl|sys)_/;

/** Runs a logged-in client's statements and holds the session state. */
export class Session implements Cancellable {
	readonly backend: Backend;
	readonly client: Client;
	readonly #relay: Relay;
	readonly #cluster: Cluster;
	readonly #database: Database;
	/** The id is -1 before the first COPY [D:PG_LAST_COPY_ID]. */
	readonly #lastCopy: LastCopy = {count: 0, id: -1};
	#openCursor: string | undefined;
	/** The statement of the last Parse message. */
	#parsed: string | undefined;
	#hasFailed = false;
	#copying: AbortController | undefined;

	constructor(client: Client, backend: Backend, cluster: Cluster, database: Database) {
		this.client = client;
		this.backend = backend;
		this.#relay = new Relay(client, backend, database.varcharOid);
		this.#cluster = cluster;
		this.#database = database;
	}

	get secretKey(): number {
		return this.backend.secretKey;
	}

	get isCopying(): boolean {
		return this.#copying !== undefined;
	}

	cancelCopy(): boolean {
		this.#copying?.abort();
		return this.#copying !== undefined;
	}

	forget(): void {
		this.client.forget();
	}

	stop(): void {
		if (!this.cancelCopy()) this.backend.destroy();
	}

	/** Handles a Query message. Reports the double's own errors to the client and fails the transaction. */
	async query(sql: string): Promise<void> {
		await this.#attempt(async () => {
			const [tokens, ...others] = splitStatements(tokenize(sql));
			if (others.length > 0) throw unsupportedByDouble('several statements in one message');
			if (tokens === undefined) this.client.send(emptyQueryResponse);
			else await this.#run(sql, tokens);
		});
		this.client.send(readyForQuery(this.backend.status));
	}

	/**
	Handles a message of the extended protocol: a statement without a name or parameters. Its columns are described with
	its rows, not before, which `pg` accepts.
	*/
	async extended({type, body}: Message): Promise<void> {
		if (type === 'S') {
			this.#hasFailed = false;
			this.client.send(readyForQuery(this.backend.status));
			return;
		}
		// After an error, messages are ignored until Sync.
		if (this.#hasFailed) return;
		await this.#attempt(async () => {
			switch (type) {
				case 'P':
					this.#parsed = parsed(body);
					this.client.send(parseComplete);
					break;
				case 'B':
					this.client.send(bindComplete);
					break;
				case 'E':
					if (this.#parsed !== undefined) await this.#run(this.#parsed, tokenize(this.#parsed));
					break;
				case 'C':
					this.client.send(closeComplete);
					break;
			}
		});
	}

	async #attempt(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			if (!(error instanceof RedshiftError)) throw error;
			if (error instanceof LeaderFunctionError)
				this.client.send(noticeResponse({severity: 'INFO', code: '00000', message: error.info}));
			this.client.send(errorResponse(error.fields));
			this.#hasFailed = true;
			if (this.backend.status === 'T')
				await this.backend.query('SELECT redshift_double.fail()').catch(() => {});
		}
	}

	/** Runs a statement and sends the response without ReadyForQuery. @throws RedshiftError */
	async #run(sql: string, tokens: readonly Token[]): Promise<void> {
		if (this.backend.status === 'E' && !isWord(tokens[0], 'rollback', 'commit', 'abort', 'end'))
			throw new RedshiftError({
				code: '25P02',
				message: 'current transaction is aborted, commands ignored until end of transaction block',
			});
		const translation = translate(sql, tokens, this.#context());
		const commits = isWord(tokens[0], 'commit');
		await this.#injectFaults(isWord(tokens[0], 'declare'), commits);
		const cut = this.#cluster.faults.cutInCommit && commits;
		if (cut) this.client.goSilent();
		await this.#recorded(sql, tokens, translation);
		if (cut) this.client.drop();
	}

	/** @throws RedshiftError */
	async #injectFaults(declares: boolean, commits: boolean): Promise<void> {
		const {faults} = this.#cluster;
		// aws/amazon-redshift-python-driver#150
		if (this.backend.status === 'I' && faults.take('restores'))
			throw new RedshiftError({
				code: '57014',
				message: 'Query cancelled.',
				routine: 'NFTSetupSessionStateOnRestore',
			});
		if (declares && faults.take('refusedCursors'))
			throw new RedshiftError({code: '0A000', message: 'Cursor not supported for this query'});
		if (commits && faults.take('conflicts')) {
			await this.backend.query('ROLLBACK');
			// [F:66465625969]
			throw new RedshiftError({
				code: 'XX000',
				message: '1023',
				detail:
					'Serializable isolation violation on table - 108, transactions forming the cycle are: 1, 2 (pid:3)',
			});
		}
	}

	/** Runs a statement and records it in the query history and the session state. */
	async #recorded(sql: string, tokens: readonly Token[], translation: Translation): Promise<void> {
		const queryId = this.#cluster.nextQueryId();
		const tables = relations(tokens).map(({name}) => name);
		const place: StatementPlace = {sql, tables, queryId, processId: this.backend.processId};
		if (tables.some(name => systemView.test(name))) await this.#database.writeLog();
		const record = this.#database.log.addQuery({
			queryId,
			session: this.backend.processId,
			database: this.#database.name,
			user: this.#cluster.account.user,
			text: sql,
			startTime: new Date(),
			endTime: undefined,
			error: '',
			rows: 0,
		});
		try {
			const summary = await this.#execute(translation, place);
			record.error = summary.error ?? '';
			record.rows = summary.rows;
			if (summary.error === undefined && translation.type === 'send' && 'cursor' in translation)
				this.#openCursor = translation.cursor;
		} catch (error) {
			record.error = error instanceof Error ? error.message : String(error);
			throw error;
		} finally {
			record.endTime = new Date();
			if (this.backend.status !== 'T') this.#openCursor = undefined;
		}
	}

	async #execute(translation: Translation, place: StatementPlace): Promise<ResponseSummary> {
		if (translation.type === 'send')
			return this.#relay.pass(frame('Q', translation.sql), place, {explain: translation.explain ?? false});
		if (translation.type === 'script') {
			// Passes on notices and errors, and sends one tag.
			const summary = await this.#relay.pass(frame('Q', translation.statements.join('; ')), place, {
				types: 'EN',
			});
			if (summary.error === undefined) this.client.send(commandComplete(translation.tag));
			return summary;
		}
		this.#copying = new AbortController();
		try {
			return await copyStatement(translation.command, place.queryId, this.#copying, {
				client: this.client,
				backend: this.backend,
				cluster: this.#cluster,
				database: this.#database,
				lastCopy: this.#lastCopy,
			});
		} finally {
			this.#copying = undefined;
		}
	}

	#context(): TranslationContext {
		return {
			serverless: this.#cluster.serverless,
			withoutViews: this.#cluster.withoutViews,
			inTransaction: this.backend.status === 'T',
			openCursor: this.#openCursor,
			lastCopy: this.#lastCopy,
		};
	}
}

/** The statement of a Parse message. @throws RedshiftError 42601 if there are several */
function parsed(body: Buffer): string {
	const reader = new BodyReader(body);
	reader.string();
	const sql = reader.string();
	if (splitStatements(tokenize(sql)).length > 1)
		throw new RedshiftError({
			code: '42601',
			message: 'cannot insert multiple commands into a prepared statement',
		});
	return sql;
}
