import type {Backend} from '../backend/backend.js';
import type {CopyCommand} from '../copy/copy-command.js';
import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {LeaderFunctionError} from '../sql/expressions.js';
import {inlineAlias, lateralAliases} from '../sql/lateral-aliases.js';
import {isWord, splitStatements, type Token, tokenize} from '../sql/lexer.js';
import {literal} from '../sql/pieces.js';
import {relations} from '../sql/relations.js';
import {type Translation, type TranslationContext, translate} from '../sql/translate.js';
import type {StatementPlace} from '../translate-errors.js';
import {frame, type Message} from '../wire/messages.js';
import {
	commandComplete,
	emptyQueryResponse,
	errorResponse,
	noticeResponse,
	readyForQuery,
} from '../wire/responses.js';
import type {Client} from './client.js';
import type {Cancellable, Cluster, Database} from './cluster.js';
import {copyStatement} from './copy-statement.js';
import {LastCopy} from './last-copy.js';
import {missingColumn} from './probe.js';
import {Relay, type ResponseSummary} from './relay.js';

/** A client's statement, ready to run. */
export type Prepared = {
	readonly sql: string;
	readonly translation: Translation;
	readonly tables: readonly string[];
	/** The statement reads a system view, which must be brought up to date first. */
	readonly readsSystemView: boolean;
};

const isReady = ({type}: Message) => type === 'Z';
const systemView = /^(?:stl|stv|svl|sys)_/;

/** Runs a logged-in client's statements and holds the session state. */
export class Session implements Cancellable {
	readonly backend: Backend;
	readonly client: Client;
	readonly relay: Relay;
	readonly #cluster: Cluster;
	readonly #database: Database;
	readonly #lastCopy = new LastCopy();
	#lastQueryId = -1;
	#openCursor: string | undefined;
	#copying: AbortController | undefined;

	constructor(client: Client, backend: Backend, cluster: Cluster, database: Database) {
		this.client = client;
		this.backend = backend;
		this.relay = new Relay(client, backend, database.varcharOid);
		this.#cluster = cluster;
		this.#database = database;
	}

	get secretKey(): number {
		return this.backend.secretKey;
	}

	/** A single-node cluster limits the rows per FETCH. */
	get singleNode(): boolean {
		return this.#cluster.singleNode;
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

	/** Handles a Query message. */
	async query(sql: string): Promise<void> {
		await this.attempt(async () => {
			const statements = splitStatements(tokenize(sql));
			if (statements.length === 0) this.client.send(emptyQueryResponse);
			else if (statements.length === 1) await this.run(await this.prepare(sql, statements[0]!));
			else await this.#runTogether(sql, statements);
		});
		this.client.send(readyForQuery(this.backend.status));
	}

	/** Reports the double's own errors to the client and fails the transaction. */
	async attempt(work: () => Promise<void>): Promise<boolean> {
		try {
			await work();
			return true;
		} catch (error) {
			if (!(error instanceof RedshiftError)) throw error;
			if (error instanceof LeaderFunctionError)
				this.client.send(noticeResponse({severity: 'INFO', code: '00000', message: error.info}));
			this.client.send(errorResponse(error.fields));
			if (this.backend.status === 'T')
				await this.backend.query('SELECT redshift_double.fail()').catch(() => {});
			return false;
		}
	}

	/** @throws RedshiftError */
	async prepare(sql: string, tokens: readonly Token[]): Promise<Prepared> {
		if (this.backend.status === 'E' && !isWord(tokens[0], 'rollback', 'commit', 'abort', 'end'))
			throw new RedshiftError({
				code: '25P02',
				message: 'current transaction is aborted, commands ignored until end of transaction block',
			});
		const translation = await this.#inlined(sql, tokens);
		const tables = relations(tokens).map(({name}) => name);
		return {sql, translation, tables, readsSystemView: tables.some(name => systemView.test(name))};
	}

	/** Runs a statement and sends the response without ReadyForQuery. @throws RedshiftError */
	async run(prepared: Prepared): Promise<void> {
		const {translation} = prepared;
		const {faults} = this.#cluster;
		// aws/amazon-redshift-python-driver#150
		if (this.backend.status === 'I' && faults.take('restores'))
			throw new RedshiftError({
				code: '57014',
				message: 'Query cancelled.',
				routine: 'NFTSetupSessionStateOnRestore',
			});
		if (/^\s*DECLARE\b/i.test(prepared.sql) && faults.take('refusedCursors'))
			throw new RedshiftError({code: '0A000', message: 'Cursor not supported for this query'});
		if (/^\s*COMMIT\b/i.test(prepared.sql) && faults.take('conflicts')) {
			await this.backend.query('ROLLBACK');
			// [F:66465625969]
			throw new RedshiftError({
				code: 'XX000',
				message: '1023',
				detail:
					'Serializable isolation violation on table - 108, transactions forming the cycle are: 1, 2 (pid:3)',
			});
		}
		const cut = this.#cluster.faults.cutInCommit && /^\s*COMMIT\b/i.test(prepared.sql);
		if (cut) this.client.goSilent();
		await this.recorded(prepared, async place => {
			switch (translation.type) {
				case 'send':
					return this.relay.pass(frame('Q', translation.sql), place, isReady, translation.explain);
				case 'script':
					return this.#runScript(
						translation.script.statements,
						translation.script.tag,
						translation.script.unlessExists,
						place,
					);
				case 'truncate':
					return this.#runScript(
						[translation.sql, ...(this.backend.status === 'T' ? ['COMMIT'] : [])],
						'TRUNCATE',
						undefined,
						place,
					);
				case 'copy':
					return this.#runCopy(translation.command, place);
			}
		});
		if (cut) this.client.drop();
	}

	/** Runs a statement and records it in the query history and the session state. */
	async recorded(
		prepared: Prepared,
		work: (place: StatementPlace) => Promise<ResponseSummary>,
	): Promise<ResponseSummary> {
		const {sql, tables, translation, readsSystemView} = prepared;
		const queryId = this.#cluster.nextQueryId();
		const place: StatementPlace = {sql, tables, queryId, processId: this.backend.processId};
		if (readsSystemView) await this.#database.writeLog();
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
			const summary = await work(place);
			record.error = summary.error ?? '';
			record.rows = summary.rows;
			if (summary.error === undefined && translation.type === 'send') this.#remember(translation);
			if (summary.tag === 'COMMIT') this.#lastCopy.transactionEnded(true);
			return summary;
		} catch (error) {
			record.error = error instanceof Error ? error.message : String(error);
			throw error;
		} finally {
			record.endTime = new Date();
			this.#lastQueryId = queryId;
			if (this.backend.status !== 'T') {
				this.#lastCopy.transactionEnded(false);
				this.#openCursor = undefined;
			}
		}
	}

	/** Translates a statement, replacing lateral aliases where PostgreSQL finds no column of that name. */
	async #inlined(sql: string, tokens: readonly Token[]): Promise<Translation> {
		const translation = translate(sql, tokens, this.#context());
		const aliases = lateralAliases(tokens);
		const probed = probedText(translation);
		if (aliases.length === 0 || probed === undefined) return translation;
		const missing = await missingColumn(this.backend, probed);
		const alias = aliases.find(({name}) => name === missing);
		if (alias === undefined) return translation;
		const inlined = inlineAlias(sql, alias);
		// Cut off the statements before and after this one.
		const before = tokens[0]!.start;
		const after = sql.length - tokens.at(-1)!.end;
		const statement = inlined.slice(before, inlined.length - after);
		return this.#inlined(statement, tokenize(statement));
	}

	/** Several statements in one Query message form one transaction [K], as in PostgreSQL. */
	async #runTogether(sql: string, statements: ReadonlyArray<readonly Token[]>): Promise<void> {
		const prepared = await Promise.all(statements.map(async tokens => this.prepare(sql, tokens)));
		const sent = prepared.map(({translation}) => {
			if (translation.type !== 'send')
				throw unsupportedByDouble('COPY, TRUNCATE or CREATE TABLE in a multi-statement query');
			return translation.sql;
		});
		const tables = prepared.flatMap(one => one.tables);
		const together: Prepared = {
			sql,
			translation: {type: 'send', sql: sent.join('; ')},
			tables,
			readsSystemView: prepared.some(one => one.readsSystemView),
		};
		await this.run(together);
	}

	/** Runs statements that implement a single client statement: passes on notices and errors, and sends one tag. */
	async #runScript(
		statements: readonly string[],
		tag: string,
		unlessExists: string | undefined,
		place: StatementPlace,
	): Promise<ResponseSummary> {
		let script = statements;
		if (unlessExists !== undefined) {
			const [there] = await this.backend.query(`SELECT to_regclass(${literal(unlessExists)}) IS NOT NULL`);
			if (there?.[0] === 't')
				script = statements.filter(
					statement => statement.startsWith('CREATE TABLE') || statement.startsWith('CREATE TEMP'),
				);
		}
		const summary = await this.relay.pass(frame('Q', script.join('; ')), place, isReady, false, [
			'E',
			'N',
			'S',
		]);
		if (summary.error === undefined) this.client.send(commandComplete(tag));
		return summary;
	}

	async #runCopy(command: CopyCommand, {queryId}: StatementPlace): Promise<ResponseSummary> {
		this.#copying = new AbortController();
		try {
			return await copyStatement(command, queryId, this.#copying, {
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

	#remember(translation: Translation & {readonly type: 'send'}): void {
		if (translation.cursor?.opens !== undefined) this.#openCursor = translation.cursor.opens;
		if (translation.cursor?.closes !== undefined) this.#openCursor = undefined;
	}

	#context(): TranslationContext {
		return {
			serverless: this.#cluster.serverless,
			withoutViews: this.#cluster.withoutViews,
			singleNode: this.#cluster.singleNode,
			inTransaction: this.backend.status === 'T',
			openCursor: this.#openCursor,
			lastCopyCount: this.#lastCopy.count,
			lastCopyId: this.#lastCopy.id,
			lastQueryId: this.#lastQueryId,
		};
	}
}

/** The text to probe for missing columns: queries, and tables created from queries. */
function probedText(translation: Translation): string | undefined {
	if (translation.type === 'send') return translation.sql;
	if (translation.type === 'script' && translation.script.tag === 'SELECT')
		return translation.script.statements[0];
	return undefined;
}
