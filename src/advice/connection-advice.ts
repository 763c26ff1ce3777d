import type {Advice} from './advice.js';

/** Rows for a server that cannot be reached, refuses the login, or closes the connection. */
export const connectionAdvice: readonly Advice[] = [
	{
		id: 'login-timeout',
		text: /login timeout expired/,
		kind: 'connection',
		message: '{host}:{port} accepted the connection but did not complete the login.',
		advice:
			'Check that HOST and DB_PORT under [CLUSTER] in dwh.cfg name a PostgreSQL server, and that it is not overloaded.',
		redshiftAdvice:
			'An idle serverless workgroup may still be starting: try again in a minute. Otherwise check that HOST and DB_PORT under [CLUSTER] in dwh.cfg name a database server, and that it is not overloaded.',
	},
	{
		id: 'timeout',
		text: /timeout expired|ETIMEDOUT|connection timeout/i,
		kind: 'connection',
		message: 'No response from {host}:{port}.',
		advice:
			'Check HOST and DB_PORT under [CLUSTER] in dwh.cfg. If they are right, a firewall blocks the port: allow your address, or connect to the VPN.',
		redshiftAdvice:
			'A security group blocks the port, or the cluster is paused. In the Redshift console resume it, allow inbound TCP {port} from your address in its security group, and make it publicly accessible or use the VPN.',
	},
	{
		id: 'no-name-server',
		text: /EAI_AGAIN/,
		kind: 'connection',
		message: "Couldn't look up {host}: no name server responds.",
		advice: "Check this machine's network, and the VPN if you use one, then try again.",
	},
	{
		id: 'unknown-host',
		text: /ENOTFOUND/,
		kind: 'connection',
		message: 'The host {host} does not exist.',
		advice:
			'Check HOST under [CLUSTER] in dwh.cfg. Some names resolve only inside a VPN: connect to it first.',
		redshiftAdvice:
			'Check HOST under [CLUSTER] in dwh.cfg: copy the endpoint from the Redshift console again. The name of a deleted cluster no longer resolves.',
	},
	{
		id: 'refused',
		text: /ECONNREFUSED/,
		kind: 'connection',
		message: '{host} refuses connections on port {port}.',
		advice:
			'Check DB_PORT under [CLUSTER] in dwh.cfg: PostgreSQL listens on 5432 by default. If it is right, start the server, or the tunnel to it.',
		redshiftAdvice:
			'Check DB_PORT under [CLUSTER] in dwh.cfg: Redshift listens on 5439 by default. If HOST is a tunnel, start it.',
	},
	{
		id: 'unreachable',
		text: /EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/,
		kind: 'connection',
		message: '{host} is not reachable from this network.',
		advice: "Check this machine's network, or connect to the server's VPN.",
	},
	{
		id: 'iam-user',
		// The first wording is from aws/amazon-redshift-python-driver#255; the second is a guess.
		text: /user "IAMA?:[^"]*" does not exist|authentication failed for user "IAMA?:/,
		kind: 'connection',
		message: 'AWS issued credentials for {user}, but the database has no such user.',
		advice:
			'Ask an administrator to create the user set as DB_USER under [CLUSTER] in dwh.cfg (CREATE USER name PASSWORD DISABLE), or remove DB_USER to use the IAM identity.',
	},
	{
		id: 'password',
		text: /password authentication failed|^28P01\b/i,
		kind: 'connection',
		message: 'The password for {user} is wrong, or the user does not exist.',
		advice:
			'Check DB_USER and DB_PASSWORD under [CLUSTER] in dwh.cfg (one pair of quotes around a value is removed).',
		redshiftAdvice:
			'Check DB_USER and DB_PASSWORD under [CLUSTER] in dwh.cfg (one pair of quotes around a value is removed). The Redshift console sets a new admin password; temporary credentials last an hour at most.',
	},
	{
		id: 'no-password',
		text: /password must be a (?:non-empty )?string|no password supplied/i,
		kind: 'connection',
		message: 'The server requires a password, and none is set.',
		advice:
			'Set the environment variable PGPASSWORD, add a line to ~/.pgpass, or set DB_PASSWORD under [CLUSTER] in dwh.cfg.',
	},
	{
		id: 'no-user',
		text: /(?:role|user) "[^"]*" (?:does not exist|is not permitted to log in)/i,
		kind: 'connection',
		message: 'The user {user} cannot log in, or does not exist.',
		advice:
			'Check DB_USER under [CLUSTER] in dwh.cfg, or ask an administrator to create the user with LOGIN.',
	},
	{
		id: 'no-database',
		text: /database "[^"]*" does not exist|^3D000\b/i,
		kind: 'connection',
		message: 'The database {database} does not exist on {host}.',
		advice: 'Check DB_NAME under [CLUSTER] in dwh.cfg, or create the database: CREATE DATABASE.',
		redshiftAdvice:
			"Check DB_NAME under [CLUSTER] in dwh.cfg: a cluster's first database is dev by default. Or create it: CREATE DATABASE.",
	},
	{
		id: 'no-database-right',
		text: /permission denied for database|User does not have CONNECT privilege/i,
		kind: 'connection',
		message: 'The user {user} is not allowed to connect to the database {database}.',
		advice:
			'Ask its owner to run GRANT CONNECT ON DATABASE {database} TO {user}, or set DB_NAME under [CLUSTER] in dwh.cfg to another database.',
	},
	{
		id: 'tls-required',
		text: /no pg_hba\.conf entry .*(?:SSL off|no encryption)/i,
		kind: 'connection',
		message: '{host} accepts only encrypted connections.',
		advice:
			'Set SSLMODE = verify-full under [CLUSTER] in dwh.cfg (require, if its certificate cannot be checked). No change to its pg_hba.conf is needed.',
	},
	{
		id: 'not-allowed',
		text: /no pg_hba\.conf entry/i,
		kind: 'connection',
		message: '{host} does not allow {user} to connect to {database} from this address.',
		advice: 'Ask its administrator to add a line to pg_hba.conf, or connect from an address that is allowed.',
	},
	{
		id: 'no-tls',
		text: /does not support SSL/i,
		kind: 'connection',
		message: '{host} does not support encryption.',
		advice:
			'Check HOST and DB_PORT under [CLUSTER] in dwh.cfg. If you trust the network, set SSLMODE = prefer there: the password is then sent unencrypted.',
	},
	{
		id: 'tls-name',
		text: /ERR_TLS_CERT_ALTNAME_INVALID|does not match certificate's altnames/i,
		kind: 'connection',
		message: 'The certificate is for a host other than {host}.',
		advice:
			'Set HOST under [CLUSTER] in dwh.cfg to the name in the certificate. For a tunnel or an alias set SSLMODE = verify-ca, which checks who signed the certificate but not the name.',
		redshiftAdvice:
			"Set HOST under [CLUSTER] in dwh.cfg to the cluster's own endpoint. For a tunnel or an alias set SSLMODE = verify-ca, which checks who signed the certificate but not the name.",
	},
	{
		id: 'tls-issuer',
		text: /self[- ]signed certificate|unable to (?:verify|get) .*certificate|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)|CERT_UNTRUSTED/i,
		kind: 'connection',
		message: 'The certificate of {host} is not signed by an authority this machine trusts.',
		advice:
			"Set SSLROOTCERT under [CLUSTER] in dwh.cfg to a PEM file with the certificate of the authority that signed it. Ask the server's administrator for it. Behind an intercepting proxy, use the proxy's.",
	},
	{
		id: 'tls-expired',
		text: /certificate (?:has expired|is not yet valid)|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/i,
		kind: 'connection',
		message: 'The certificate of {host} has expired or is not yet valid.',
		advice:
			"Check this machine's clock (date). If it is right, ask the server's administrator to renew the certificate.",
	},
	{
		id: 'tls-other',
		text: /establishing an SSL connection|EPROTO|ERR_SSL_|SSL routines/i,
		kind: 'connection',
		message: '{host}:{port} did not complete the TLS handshake.',
		advice:
			'The port may belong to another service: check HOST and DB_PORT under [CLUSTER] in dwh.cfg (PostgreSQL listens on 5432 by default).',
		redshiftAdvice:
			'The port may belong to another service: check HOST and DB_PORT under [CLUSTER] in dwh.cfg (Redshift listens on 5439 by default).',
	},
	{
		id: 'digest',
		text: /Unknown authenticationOk message type/i,
		kind: 'connection',
		message: '{host} requires an authentication method that this program does not support.',
		advice:
			"Ask an administrator to set a standard password: ALTER USER {user} PASSWORD '…'. Then set it as DB_PASSWORD under [CLUSTER] in dwh.cfg.",
	},
	{
		id: 'startup-parameter',
		text: /unrecognized configuration parameter/i,
		kind: 'connection',
		advice:
			'This is a bug in sparkify-tui, not in your settings: it sent a startup parameter that this server does not support.',
	},
	{
		id: 'terminated',
		text: /terminating connection|^57P0[125]\b/i,
		kind: 'connection',
		message: '{host} ended the connection.',
		advice:
			'The server restarted, or an administrator ended the session. Uncommitted changes are rolled back. Wait a minute, then run the stage again to reconnect.',
	},
	{
		id: 'too-many',
		// The wording of Redshift (`connection limit "500" exceeded …`) is a guess.
		text: /too many (?:clients|connections)|remaining connection slots|connection limit .* exceeded|^53300\b/i,
		kind: 'connection',
		message: '{host} has reached its connection limit.',
		advice: 'Close other programs that are connected to it, or wait until some finish, then try again.',
	},
	{
		id: 'starting',
		text: /the database system is (?:starting up|shutting down|not yet accepting)|in recovery mode|^57P03\b/i,
		kind: 'connection',
		message: '{host} is starting up or shutting down.',
		advice: 'Wait a minute and try again. If the error persists, check the server log.',
	},
	{
		id: 'lost',
		text: /Connection terminated|not queryable|ECONNRESET|EPIPE|server closed the connection/i,
		kind: 'connection',
		message: 'The connection to {host} was lost.',
		advice:
			'Check the network, then run it again to reconnect. Uncommitted changes are rolled back, and a stage empties its table before it fills it.',
	},
];
