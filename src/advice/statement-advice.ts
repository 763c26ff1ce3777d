import {ownedTables} from '../star/tables.js';
import type {Advice} from './advice.js';

const readOnly = 'This statement changes data, and the session is read-only.';
const allowWriting = 'Allow writing first: type \\write in the notebook, or start with --write.';

/** Rows for a statement that a server or DuckDB rejects. */
export const statementAdvice: readonly Advice[] = [
	{
		id: 'invalidated',
		text: /database has been invalidated/i,
		kind: 'statement',
		advice: 'Restart the program: DuckDB closed the database after an earlier error.',
	},
	{
		id: 'aborted',
		text: /current transaction is aborted|^25P02\b/i,
		kind: 'statement',
		advice:
			'An earlier statement of this transaction failed; look at its error. Run ROLLBACK, then start over.',
	},
	{
		id: 'serialization',
		text: /could not serialize|write-write conflict|Conflict on (?:update|tuple)|Serializable isolation violation|^40001\b/i,
		kind: 'statement',
		message: 'Another session changed the same tables at the same time.',
		advice:
			'Nothing was changed: run it again. If it happens again, find the other session in svv_transactions (Redshift) or pg_stat_activity (PostgreSQL), and let it finish first.',
	},
	{
		id: 'table-too-new',
		text: /\b1018\b.*Relation .*does not exist/is,
		kind: 'statement',
		message: 'Another session created or dropped the table after this transaction began.',
		advice: 'Nothing was changed: run it again.',
	},
	{
		id: 'deadlock',
		text: /deadlock detected|^40P01\b/i,
		kind: 'statement',
		message: 'Deadlock: this session and another waited for each other. The server cancelled this one.',
		advice:
			'Nothing was changed: run it again. If it happens again, stop the other program that writes to these tables.',
	},
	{
		id: 'lock',
		text: /lock timeout|could not obtain lock|^55P03\b/i,
		kind: 'statement',
		message: 'Another session holds a lock on the table.',
		advice:
			'Wait until it commits or ends, then run this again. pg_stat_activity (PostgreSQL) and svv_transactions (Redshift) list the sessions.',
	},
	{
		id: 'ended-by-server',
		// `cancelled by WLM` is a guess.
		text: /canceling statement|cancell?ed on user's request|cancell?ed by WLM|^57014\b/i,
		kind: 'statement',
		message: 'The server cancelled the statement.',
		advice:
			'It reached a time limit of the server (statement_timeout, a WLM rule), or an administrator cancelled it. Run it again, or ask for a higher limit.',
	},
	{
		id: 'read-only-create',
		text: /cannot execute (?:CREATE TABLE|CREATE TABLE AS|SELECT INTO|CREATE SEQUENCE|CREATE VIEW|DROP TABLE) in a read-only transaction/i,
		kind: 'statement',
		message: readOnly,
		advice: `${allowWriting} A temporary table needs that too.`,
	},
	{
		id: 'read-only-transaction',
		// That Redshift words it like PostgreSQL is a guess.
		text: /in a read-only transaction|transaction is read-only|^25006\b/i,
		kind: 'statement',
		message: readOnly,
		advice: `${allowWriting} If that fails as well, the server is read-only: it is a replica, or default_transaction_read_only is on.`,
	},
	{
		id: 'read-only-duckdb',
		text: /transaction is launched in read-only mode/i,
		kind: 'statement',
		message: readOnly,
		advice: allowWriting,
	},
	{
		id: 'read-write-mode',
		text: /(?:must be set before any query|cannot set transaction read-write mode)/i,
		kind: 'statement',
		message: 'The session is read-only, so its transactions cannot be made read-write.',
		advice: allowWriting,
	},
	{
		id: 'read-only-unknown',
		text: /unrecognized configuration parameter "?transaction_read_only/i,
		kind: 'statement',
		message: 'The server cannot confirm that the transaction is read-only, so nothing was run.',
		advice: allowWriting,
	},
	{
		id: 'several-statements',
		text: /cannot insert multiple commands into a prepared statement/i,
		kind: 'statement',
		message: 'Only one statement can run at a time.',
		advice: 'Run them one after the other.',
	},
	{
		id: 'in-transaction',
		text: /cannot (?:run|be executed) inside a transaction block/i,
		kind: 'statement',
		advice: `${allowWriting} Run it outside BEGIN and COMMIT: a read-only statement runs in a transaction.`,
	},
	{
		id: 'owner',
		text: /must be owner of/i,
		kind: 'statement',
		advice:
			'Only its owner can change or drop it. Log in as the owner (DB_USER under [CLUSTER] in dwh.cfg), or use your own database (DB_NAME).',
	},
	{
		id: 'permission',
		text: /permission denied (?:for|to)|^42501\b/i,
		kind: 'statement',
		advice:
			'Your user lacks a privilege. Ask the owner to GRANT it (the load needs GRANT USAGE, CREATE ON SCHEMA public), or use your own database (DB_NAME under [CLUSTER] in dwh.cfg).',
	},
	{
		id: 'depends',
		text: /because other objects depend on it/i,
		kind: 'statement',
		advice:
			"A view or another table depends on this table. Drop or move it first; this program never drops objects it didn't create.",
	},
	{
		id: 'setting',
		text: /unrecognized configuration parameter/i,
		kind: 'statement',
		advice: 'The server has no setting with that name. Check the spelling; SHOW ALL lists the settings.',
	},
	{
		id: 'own-table-missing',
		text: new RegExp(
			`(?:Table with name |(?:relation|table) ")(?:${ownedTables.join('|')})"? does not exist`,
			'i',
		),
		kind: 'statement',
		advice: 'Run the stage create-tables first, then the stages that fill the table.',
	},
	{
		id: 'column-missing',
		// In DuckDB's words and the servers'.
		text: /column .*(?:does not exist|not found)|does not have a column|not found in FROM clause|^42703\b/i,
		kind: 'statement',
		advice: 'Check the spelling of the column. Put text in single quotes: double quotes mark a name.',
	},
	{
		id: 'table-missing',
		text: /(?:relation|table) .*does not exist|^42P01\b/i,
		kind: 'statement',
		advice: 'Check the spelling. If it is a table of the load, first run the stages that create and fill it.',
	},
	{
		id: 'missing',
		text: /does not exist|was not found/i,
		kind: 'statement',
		advice: 'Check the spelling.',
	},
	{
		id: 'value-count',
		text: /values were supplied|INSERT has more (?:expressions|target columns)/i,
		kind: 'statement',
		advice: 'Give a value for each column, or name the columns: INSERT INTO users (user_id, …).',
	},
	{
		id: 'leader-node',
		text: /not supported on Redshift tables/i,
		kind: 'statement',
		advice:
			'Functions such as now and generate_series run only on the leader node and cannot be used with tables. Use getdate instead of now.',
	},
	{
		id: 'too-long',
		text: /value too long for (?:character type|type character)/i,
		kind: 'statement',
		advice:
			'Widen the column, or shorten the value. Redshift counts bytes: an accented letter takes two, an emoji four.',
	},
	{
		id: 'not-null',
		text: /violates not-null constraint|Cannot insert a NULL value|NOT NULL constraint failed/i,
		kind: 'statement',
		advice:
			'The column requires a value: filter out rows without one (WHERE … IS NOT NULL), or set a default.',
	},
	{
		id: 'duplicate',
		text: /duplicate key/i,
		kind: 'statement',
		advice: 'A row with this key already exists: skip the new one, or delete the old one.',
	},
	{
		id: 'conversion',
		text: /Could not convert|Conversion Error|out of range|invalid input syntax|Invalid digit, Value/i,
		kind: 'statement',
		advice: 'Cast or filter out the value in the message.',
	},
	{
		id: 'memory',
		text: /Out of Memory|failed to (?:allocate|pin)|memory_limit|out of shared memory/i,
		kind: 'statement',
		advice: 'Query less data at a time, or close other programs and try again.',
	},
	{
		id: 'disk',
		text: /No space left|Disk full|could not extend file|^53100\b/i,
		kind: 'statement',
		advice:
			"Nothing was changed. Free some disk space where the database is (on Redshift, drop what you don't need or resize the cluster), then run it again.",
	},
	{
		id: 'corrupt',
		text: /Corrupt database file|computed checksum|corrupted (?:page|block)|invalid page in block/i,
		kind: 'statement',
		advice:
			'The database is damaged. Keep its file. Restore it from a backup, or load the data into another one (--database).',
	},
	{
		id: 'exists',
		text: /already exists/i,
		kind: 'statement',
		advice: 'Run the stage drop-tables first, or use another name.',
	},
	{
		id: 'read-only-file',
		text: /attached in read-only mode/i,
		kind: 'statement',
		advice:
			'The database is open read-only, because its file is write-protected. Make it writable, or choose another file with --database.',
	},
	{
		id: 'read-only',
		text: /read-only/i,
		kind: 'statement',
		advice: 'The database is open read-only and cannot be changed.',
	},
	{
		id: 'syntax',
		text: /syntax error/i,
		kind: 'statement',
		advice: 'Check the marked position, or the words quoted in the message.',
	},
];
