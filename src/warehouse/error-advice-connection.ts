import type {Advice} from './error-advice.js';

/** Rows for a server that cannot be reached, does not let in, or goes away. */
export const connectionAdvice: readonly Advice[] = [
	{
		id: 'login-timeout',
		text: /login timeout expired/,
		kind: 'connection',
		message: '{host}:{port} accepted the connection but did not complete the login.',
		advice:
			'Check that HOST and DB_PORT under [CLUSTER] in dwh.cfg name a PostgreSQL server, and that it is not overloaded.',
		redshiftAdvice:
			'A serverless workgroup that was idle may still be starting: try again in a minute. Otherwise check that HOST and DB_PORT under [CLUSTER] in dwh.cfg name a database server, and that it is not overloaded.',
	},
	{
		id: 'timeout',
		text: /timeout expired|ETIMEDOUT|connection timeout/i,
		kind: 'connection',
		message: 'No answer from {host}:{port}.',
		advice:
			'Check HOST and DB_PORT under [CLUSTER] in dwh.cfg. If they are right, a firewall blocks the port: allow your address, or connect to the VPN.',
		redshiftAdvice:
			'A security group blocks the port, or the cluster is paused. In the Redshift console resume it, allow inbound TCP {port} from your address in its security group, and make it publicly accessible or use the VPN.',
	},
	{
		id: 'no-name-server',
		text: /EAI_AGAIN/,
		kind: 'connection',
		message: 'The name {host} cannot be looked up: no name server answers.',
		advice: 'Check the network of this machine, and the VPN if there is one, then try again.',
	},
	{
		id: 'unknown-host',
		text: /ENOTFOUND/,
		kind: 'connection',
		message: 'There is no host called {host}.',
		advice: 'Check HOST under [CLUSTER] in dwh.cfg. Some names exist only inside a VPN: connect to it first.',
		redshiftAdvice:
			'Check HOST under [CLUSTER] in dwh.cfg: copy the endpoint from the Redshift console again. A cluster that was deleted loses its name.',
	},
	{
		id: 'refused',
		text: /ECONNREFUSED/,
		kind: 'connection',
		message: '{host} refuses connections on port {port}.',
		advice:
			'Check DB_PORT under [CLUSTER] in dwh.cfg: PostgreSQL listens on 5432 unless set otherwise. If it is right, start the server, or the tunnel to it.',
		redshiftAdvice:
			'Check DB_PORT under [CLUSTER] in dwh.cfg: Redshift listens on 5439 unless set otherwise. If HOST is a tunnel, start it.',
	},
	{
		id: 'unreachable',
		text: /EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/,
		kind: 'connection',
		message: 'No way leads from this network to {host}.',
		advice: 'Check the network of this machine, or connect to the VPN that the server is in.',
	},
	{
		id: 'iam-user',
		// A guess, the second wording: the first was seen in aws/amazon-redshift-python-driver#255.
		text: /user "IAMA?:[^"]*" does not exist|authentication failed for user "IAMA?:/,
		kind: 'connection',
		message: 'AWS issued credentials for {user}, and the database has no such user.',
		advice:
			'Have the user made that DB_USER under [CLUSTER] in dwh.cfg names (CREATE USER name PASSWORD DISABLE), or leave DB_USER out, so that the user goes with the IAM identity.',
	},
	{
		id: 'password',
		text: /password authentication failed|^28P01\b/i,
		kind: 'connection',
		message: 'The password for {user} is wrong, or there is no such user.',
		advice:
			'Check DB_USER and DB_PASSWORD under [CLUSTER] in dwh.cfg (one pair of quotes around a value is removed).',
		redshiftAdvice:
			'Check DB_USER and DB_PASSWORD under [CLUSTER] in dwh.cfg (one pair of quotes around a value is removed). The Redshift console sets a new admin password; temporary credentials last an hour at most.',
	},
	{
		id: 'no-password',
		text: /password must be a (?:non-empty )?string|no password supplied/i,
		kind: 'connection',
		message: 'The server asks for a password and there is none.',
		advice:
			'Set the environment variable PGPASSWORD, write a line into ~/.pgpass, or set DB_PASSWORD under [CLUSTER] in dwh.cfg.',
	},
	{
		id: 'no-user',
		text: /(?:role|user) "[^"]*" (?:does not exist|is not permitted to log in)/i,
		kind: 'connection',
		message: 'The user {user} may not log in, or does not exist.',
		advice: 'Check DB_USER under [CLUSTER] in dwh.cfg, or have an administrator create the user with LOGIN.',
	},
	{
		id: 'no-database',
		text: /database "[^"]*" does not exist|^3D000\b/i,
		kind: 'connection',
		message: 'There is no database {database} on {host}.',
		advice: 'Check DB_NAME under [CLUSTER] in dwh.cfg, or create the database: CREATE DATABASE.',
		redshiftAdvice:
			"Check DB_NAME under [CLUSTER] in dwh.cfg: a cluster's first database is called dev. Or create it: CREATE DATABASE.",
	},
	{
		id: 'no-database-right',
		text: /permission denied for database|User does not have CONNECT privilege/i,
		kind: 'connection',
		message: 'The user {user} may not connect to the database {database}.',
		advice:
			'Have its owner run GRANT CONNECT ON DATABASE {database} TO {user}, or name another one as DB_NAME under [CLUSTER] in dwh.cfg.',
	},
	{
		id: 'tls-required',
		text: /no pg_hba\.conf entry .*(?:SSL off|no encryption)/i,
		kind: 'connection',
		message: '{host} takes encrypted connections only.',
		advice:
			'Set SSLMODE = verify-full under [CLUSTER] in dwh.cfg (require, if its certificate cannot be checked). Its pg_hba.conf need not change.',
	},
	{
		id: 'not-allowed',
		text: /no pg_hba\.conf entry/i,
		kind: 'connection',
		message: '{host} takes no connections of {user} to {database} from this address.',
		advice:
			'Have its administrator add a line for them to pg_hba.conf, or connect from an address that it allows.',
	},
	{
		id: 'no-tls',
		text: /does not support SSL/i,
		kind: 'connection',
		message: '{host} has no encryption.',
		advice:
			'Check HOST and DB_PORT under [CLUSTER] in dwh.cfg. If the network between is trusted, set SSLMODE = prefer there: the password is then sent without encryption.',
	},
	{
		id: 'tls-name',
		text: /ERR_TLS_CERT_ALTNAME_INVALID|does not match certificate's altnames/i,
		kind: 'connection',
		message: 'The certificate is for another name than {host}.',
		advice:
			'Set HOST under [CLUSTER] in dwh.cfg to the name in the certificate. For a tunnel or an alias set SSLMODE = verify-ca, which checks who signed the certificate but not the name.',
		redshiftAdvice:
			"Set HOST under [CLUSTER] in dwh.cfg to the cluster's own endpoint. For a tunnel or an alias set SSLMODE = verify-ca, which checks who signed the certificate but not the name.",
	},
	{
		id: 'tls-issuer',
		text: /self[- ]signed certificate|unable to (?:verify|get) .*certificate|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)|CERT_UNTRUSTED/i,
		kind: 'connection',
		message: 'The certificate of {host} is signed by nobody this machine trusts.',
		advice:
			"Set SSLROOTCERT under [CLUSTER] in dwh.cfg to a file (PEM) with the certificate of the authority that signed it: the server's administrator has it. Behind a proxy that reads along it is the proxy's.",
	},
	{
		id: 'tls-expired',
		text: /certificate (?:has expired|is not yet valid)|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/i,
		kind: 'connection',
		message: 'The certificate of {host} is out of date.',
		advice:
			"Check this machine's clock (date). If it is right, the server's administrator has to renew the certificate.",
	},
	{
		id: 'tls-other',
		text: /establishing an SSL connection|EPROTO|ERR_SSL_|SSL routines/i,
		kind: 'connection',
		message: '{host}:{port} does not answer in the way that encrypted connections begin.',
		advice:
			'Another service may listen there: check HOST and DB_PORT under [CLUSTER] in dwh.cfg (PostgreSQL listens on 5432 unless set otherwise).',
		redshiftAdvice:
			'Another service may listen there: check HOST and DB_PORT under [CLUSTER] in dwh.cfg (Redshift listens on 5439 unless set otherwise).',
	},
	{
		id: 'digest',
		text: /Unknown authenticationOk message type/i,
		kind: 'connection',
		message: '{host} asks for a way of logging in that this program does not know.',
		advice:
			"Have an administrator give the user a password of the common kind: ALTER USER {user} PASSWORD '…'. Then set it as DB_PASSWORD under [CLUSTER] in dwh.cfg.",
	},
	{
		id: 'startup-parameter',
		text: /unrecognized configuration parameter/i,
		kind: 'connection',
		advice:
			'This is a bug in sparkify-tui, not in your settings: it sent a startup parameter that this server does not know.',
	},
	{
		id: 'terminated',
		text: /terminating connection|^57P0[125]\b/i,
		kind: 'connection',
		message: '{host} ended the connection.',
		advice:
			'It restarts, or an administrator ended the session; what was not committed is rolled back. Wait a minute, then run the stage again: it connects anew.',
	},
	{
		id: 'too-many',
		// A guess, the wording of Redshift (`connection limit "500" exceeded …`): no source has it.
		text: /too many (?:clients|connections)|remaining connection slots|connection limit .* exceeded|^53300\b/i,
		kind: 'connection',
		message: '{host} has as many connections as it allows.',
		advice: 'Close other programs that are connected to it, or wait until some are done, then try again.',
	},
	{
		id: 'starting',
		text: /the database system is (?:starting up|shutting down|not yet accepting)|in recovery mode|^57P03\b/i,
		kind: 'connection',
		message: '{host} is just starting or stopping.',
		advice: 'Wait a minute and try again. If it stays so, its log says what it waits for.',
	},
	{
		id: 'lost',
		text: /Connection terminated|not queryable|ECONNRESET|EPIPE|server closed the connection/i,
		kind: 'connection',
		message: 'The connection to {host} was lost.',
		advice:
			'Check the network, then run it again: that connects anew. What was not committed is rolled back, and a stage empties its table before it fills it.',
	},
];
