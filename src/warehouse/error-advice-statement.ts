import type {Advice} from './error-advice.js';

/** Rows for a statement that a server or DuckDB refuses. */
export const statementAdvice: readonly Advice[] = [
	{
		id: 'invalidated',
		text: /database has been invalidated/i,
		kind: 'statement',
		advice: 'Start the program again: DuckDB closed the database after an earlier error.',
	},
	{
		id: 'aborted',
		text: /current transaction is aborted|^25P02\b/i,
		kind: 'statement',
		advice:
			'An earlier statement of this transaction failed, and that error is the one to look at. Send ROLLBACK, then begin again.',
	},
	{
		id: 'serialization',
		text: /could not serialize|write-write conflict|Conflict on (?:update|tuple)|Serializable isolation violation|^40001\b/i,
		kind: 'statement',
		message: 'Another session changed the same tables at the same time.',
		advice:
			'Nothing of this was kept: run it again. If it comes back, find the other session in svv_transactions (Redshift) or pg_stat_activity (PostgreSQL), and let it end first.',
	},
	{
		id: 'table-too-new',
		text: /\b1018\b.*Relation .*does not exist/is,
		kind: 'statement',
		message: 'Another session made or dropped the table after this transaction began.',
		advice: 'Nothing of this was kept: run it again.',
	},
	{
		id: 'deadlock',
		text: /deadlock detected|^40P01\b/i,
		kind: 'statement',
		message: 'This session and another waited for each other, and the server ended this one.',
		advice:
			'Nothing of it was kept: run it again. If it comes back, end the other program that writes to these tables.',
	},
	{
		id: 'lock',
		text: /lock timeout|could not obtain lock|^55P03\b/i,
		kind: 'statement',
		message: 'Another session holds a lock on the table.',
		advice:
			'Let it commit or end, then run this again. pg_stat_activity (PostgreSQL) and svv_transactions (Redshift) list the sessions.',
	},
	{
		id: 'ended-by-server',
		// A guess, `cancelled by WLM`: no source has it.
		text: /canceling statement|cancell?ed on user's request|cancell?ed by WLM|^57014\b/i,
		kind: 'statement',
		message: 'The server ended the statement; nobody cancelled it here.',
		advice:
			'It ran into a time limit of the server (statement_timeout, a WLM rule), or an administrator cancelled it. Run it again, or have the limit raised.',
	},
	{
		id: 'owner',
		text: /must be owner of/i,
		kind: 'statement',
		advice:
			'Another user made it, and only that user may change or drop it. Log in as that user (DB_USER under [CLUSTER] in dwh.cfg), or take a database of your own (DB_NAME).',
	},
	{
		id: 'permission',
		text: /permission denied (?:for|to)|^42501\b/i,
		kind: 'statement',
		advice:
			'Your user lacks a right there. Have the owner GRANT it (the load needs GRANT USAGE, CREATE ON SCHEMA public), or take a database of your own (DB_NAME under [CLUSTER] in dwh.cfg).',
	},
	{
		id: 'depends',
		text: /because other objects depend on it/i,
		kind: 'statement',
		advice:
			'A view or a table of somebody else uses this table. Drop or move that first; the program never drops what is not its own.',
	},
	{
		id: 'setting',
		text: /unrecognized configuration parameter/i,
		kind: 'statement',
		advice: 'This server has no setting of that name. Check the spelling; SHOW ALL lists them.',
	},
	{
		id: 'own-table-missing',
		text: /(?:Table with name |(?:relation|table) ")(?:staging_\w+|songplays|users|songs|artists|time)"? does not exist/i,
		kind: 'statement',
		advice: 'Run the stage create-tables first, then the stages that fill the table.',
	},
	{
		id: 'missing',
		text: /does not exist|not found in FROM clause|was not found|does not have a column with name|^42P01\b/i,
		kind: 'statement',
		advice: 'Check the spelling. If it is a table of the load, run the stages that make and fill it first.',
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
			'Functions such as now and generate_series run on the leader node alone, and not beside tables. Redshift has getdate for now.',
	},
	{
		id: 'too-long',
		text: /value too long for (?:character type|type character)/i,
		kind: 'statement',
		advice:
			'Make the column wider, or cut the value. Redshift counts bytes: an accented letter takes two, an emoji four.',
	},
	{
		id: 'not-null',
		text: /violates not-null constraint|Cannot insert a NULL value|NOT NULL constraint failed/i,
		kind: 'statement',
		advice:
			'The column must have a value: leave out rows without one (WHERE … IS NOT NULL), or give a default.',
	},
	{
		id: 'duplicate',
		text: /duplicate key/i,
		kind: 'statement',
		advice: 'A row with this key is there already: leave out the second, or delete the first.',
	},
	{
		id: 'conversion',
		text: /Could not convert|Conversion Error|out of range|invalid input syntax|Invalid digit, Value/i,
		kind: 'statement',
		advice: 'Look at the value that is named, and cast or filter it.',
	},
	{
		id: 'memory',
		text: /Out of Memory|failed to (?:allocate|pin)|memory_limit|out of shared memory/i,
		kind: 'statement',
		advice: 'Ask for less at a time, or close other programs and try again.',
	},
	{
		id: 'disk',
		text: /No space left|Disk full|could not extend file|^53100\b/i,
		kind: 'statement',
		advice:
			'Free some disk space where the database lies (on Redshift drop what you do not need, or resize the cluster), then run it again: nothing was changed.',
	},
	{
		id: 'corrupt',
		text: /Corrupt database file|computed checksum|corrupted (?:page|block)|invalid page in block/i,
		kind: 'statement',
		advice:
			'The database is damaged. Keep its file, restore it from a backup, or load the data anew into another one (--database).',
	},
	{
		id: 'exists',
		text: /already exists/i,
		kind: 'statement',
		advice: 'Run the stage drop-tables first, or use another name.',
	},
	{
		id: 'read-only',
		text: /read-only/i,
		kind: 'statement',
		advice: 'The database is open for reading only, so nothing in it can be changed here.',
	},
	{
		id: 'syntax',
		text: /syntax error/i,
		kind: 'statement',
		advice: 'Look at the place that is marked, or for the words that the message quotes.',
	},
];
