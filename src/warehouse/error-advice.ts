/**
What a person can do about an error, by its text (and PostgreSQL's code where the text varies). One table for all
engines: the first row that matches is taken. `kind` tells a connection that failed from a statement that did.
*/
export type Advice = {
	readonly id: string;
	readonly text: RegExp;
	readonly kind: 'connection' | 'statement';
	/** Cause and next step, in one or two sentences. `{host}`, `{port}`, `{user}` and `{database}` are filled in. */
	readonly advice: string;
	/** Said instead of the driver's words, where those say little. */
	readonly message?: string;
};

export const errorAdvice: readonly Advice[] = [
	{
		id: 'timeout',
		text: /timeout expired|ETIMEDOUT|connection timeout/i,
		kind: 'connection',
		message: 'No answer from {host}:{port}.',
		advice:
			'Open inbound TCP {port} for your address in the security group, check that the cluster is publicly accessible (or use the VPN), and resume it if it is paused.',
	},
	{
		id: 'unknown-host',
		text: /ENOTFOUND|EAI_AGAIN/,
		kind: 'connection',
		message: 'There is no host called {host}.',
		advice:
			'Copy the endpoint again, without the port and the database behind it; a deleted cluster loses its name.',
	},
	{
		id: 'refused',
		text: /ECONNREFUSED/,
		kind: 'connection',
		message: '{host} refuses connections on port {port}.',
		advice: 'Check the port (Redshift listens on 5439, PostgreSQL on 5432) and that the server runs.',
	},
	{
		id: 'unreachable',
		text: /EHOSTUNREACH|ENETUNREACH/,
		kind: 'connection',
		message: '{host} cannot be reached from this network.',
		advice: 'Check the network, or connect to the VPN that the cluster is in.',
	},
	{
		id: 'password',
		text: /password authentication failed|28P01/i,
		kind: 'connection',
		message: 'The password for {user} is wrong.',
		advice:
			'Check DB_USER and DB_PASSWORD; quotes around the value are taken off. Temporary credentials last an hour at most.',
	},
	{
		id: 'no-password',
		text: /password must be a string|no password supplied|SASL: SCRAM-SERVER-FIRST-MESSAGE/i,
		kind: 'connection',
		message: 'The server asks for a password and there is none.',
		advice:
			'Set DB_PASSWORD in dwh.cfg (e.g. a variable of the environment), PGPASSWORD, or a line in ~/.pgpass.',
	},
	{
		id: 'no-database',
		text: /database "[^"]*" does not exist/i,
		kind: 'connection',
		advice: "Check DB_NAME. A new Redshift cluster's first database is called dev.",
	},
	{
		id: 'tls-required',
		text: /no pg_hba\.conf entry .*(?:SSL off|no encryption)/i,
		kind: 'connection',
		advice: 'The server accepts only encrypted connections: set SSLMODE = verify-full (or require).',
	},
	{
		id: 'not-allowed',
		text: /no pg_hba\.conf entry/i,
		kind: 'connection',
		advice:
			'The server accepts no connection of this user from this address: ask its administrator to allow it.',
	},
	{
		id: 'no-tls',
		text: /does not support SSL/i,
		kind: 'connection',
		advice: 'The server has no TLS. If the network is trusted, set SSLMODE = disable (or prefer).',
	},
	{
		id: 'tls-name',
		text: /ERR_TLS_CERT_ALTNAME_INVALID|does not match certificate's altnames/i,
		kind: 'connection',
		message: 'The certificate is for another name than {host}.',
		advice: "Use the cluster's own endpoint as HOST. Through a tunnel, set SSLMODE = verify-ca.",
	},
	{
		id: 'tls-issuer',
		text: /self[- ]signed certificate|unable to (?:verify|get) .*certificate|SELF_SIGNED|UNABLE_TO_VERIFY/i,
		kind: 'connection',
		message: 'The certificate of {host} is signed by nobody this machine trusts.',
		advice:
			"Set SSLROOTCERT to the file with the authority's certificate. It may also be a proxy that reads along.",
	},
	{
		id: 'tls-expired',
		text: /certificate has expired|CERT_HAS_EXPIRED/i,
		kind: 'connection',
		advice:
			"The server's certificate has expired: its administrator has to renew it. Check this machine's clock too.",
	},
	{
		id: 'digest',
		text: /Unknown authenticationOk message type/i,
		kind: 'connection',
		advice:
			'The server asks for a kind of password that this program does not know: give the user an md5 or SCRAM password.',
	},
	{
		id: 'startup-parameter',
		text: /unrecognized configuration parameter/i,
		kind: 'statement',
		advice:
			'This is a defect of the program: it set something that this server does not know. Please report it.',
	},
	{
		id: 'lost',
		text: /Connection terminated|ECONNRESET|EPIPE|server closed the connection|terminating connection/i,
		kind: 'connection',
		message: 'The connection to {host} was lost.',
		advice:
			'What was not committed is rolled back. Connect again and look at the row counts before you load again.',
	},
	{
		id: 'too-many',
		text: /too many (?:clients|connections)|remaining connection slots/i,
		kind: 'connection',
		advice: 'Close other connections of yours, or wait until some are free.',
	},
	{
		id: 'starting',
		text: /the database system is (?:starting up|shutting down)|in recovery mode/i,
		kind: 'connection',
		advice: 'The server is just starting or stopping: try again in a moment.',
	},
	{
		id: 'permission',
		text: /permission denied (?:for|to)|must be owner of/i,
		kind: 'statement',
		advice: 'The user lacks a right there: ask the owner to GRANT it, or use a schema of your own.',
	},
	{
		id: 'depends',
		text: /because other objects depend on it/i,
		kind: 'statement',
		advice:
			'A view or a table of somebody else uses this table. Drop or move that first; the program never drops what is not its own.',
	},
	{
		id: 'aborted',
		text: /current transaction is aborted/i,
		kind: 'statement',
		advice: 'An earlier statement of this transaction failed. Send ROLLBACK and start again.',
	},
	{
		id: 'serialization',
		text: /could not serialize|Serializable isolation violation|deadlock detected/i,
		kind: 'statement',
		advice: 'Another session changes the same tables. Run it again; if it stays, find that session.',
	},
	{
		id: 'statement-timeout',
		text: /statement timeout|lock timeout/i,
		kind: 'statement',
		advice: "The server's own time limit ended the statement; another session may hold a lock on the table.",
	},
	{
		id: 'own-table-missing',
		text: /(?:Table with name |relation ")(?:staging_\w+|songplays|users|songs|artists|time)"? does not exist/i,
		kind: 'statement',
		advice: 'Run the stage create-tables first, then the stages that fill the table.',
	},
	{
		id: 'missing',
		text: /does not exist|not found in FROM clause|was not found/i,
		kind: 'statement',
		advice: 'Check the spelling, and that the stage that makes it has run.',
	},
	{
		id: 'conversion',
		text: /Could not convert|Conversion Error|out of range|invalid input syntax/i,
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
		text: /No space left|Disk full|could not extend file/i,
		kind: 'statement',
		advice: 'Free some disk space where the database lies, then run it again: nothing was changed.',
	},
	{
		id: 'exists',
		text: /already exists/i,
		kind: 'statement',
		advice: 'Run the stage drop-tables first, or use another name.',
	},
	{id: 'read-only', text: /read-only/i, kind: 'statement', advice: 'The database is open for reading only.'},
	{id: 'syntax', text: /syntax error/i, kind: 'statement', advice: 'The place is marked in the statement.'},
	{
		id: 'invalidated',
		text: /database has been invalidated/i,
		kind: 'statement',
		advice: 'Start the program again: DuckDB closed the database after an earlier error.',
	},
];

/**
The row for an error's text (with its code, where it has one).
@param kinds What the error can be: the message of a statement may quote data that looks like a lost connection.
*/
export function adviceFor(text: string, kinds: ReadonlyArray<Advice['kind']>): Advice | undefined {
	return errorAdvice.find(row => kinds.includes(row.kind) && row.text.test(text));
}
