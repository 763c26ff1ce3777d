import test from 'ava';
import {connectionAdvice} from '../../src/advice/connection-advice.js';
import type {ConnectionSettings} from '../../src/config/settings.js';
import {exitCode} from '../../src/errors.js';
import {connectionError} from '../../src/warehouse/pg/errors.js';
import {
	type Case,
	checkCases,
	connectionFailure,
	serverError,
	settings,
	socketError,
	statementFailure,
} from './error-cases.js';

const {host} = settings;
const fatal = (code: string, message: string) => serverError(code, message, {severity: 'FATAL'});
const noAnswer = `No response from ${host}:5439.`;
const untrusted = `The certificate of ${host} is not signed by an authority this machine trusts.`;
const outOfDate = `The certificate of ${host} has expired or is not yet valid.`;
const lost = `The connection to ${host} was lost.`;
const tooMany = `${host} has reached its connection limit.`;
const starting = `${host} is starting up or shutting down.`;
const ended = `${host} ended the connection.`;

const cases: readonly Case[] = [
	[
		'login-timeout',
		new Error('login timeout expired'),
		`${host}:5439 accepted the connection but did not complete the login.`,
		/serverless workgroup.*try again.*HOST and DB_PORT/,
	],
	['timeout', new Error('timeout expired'), noAnswer, /resume it.*inbound TCP 5439.*publicly accessible/],
	['timeout', socketError('ETIMEDOUT', 'connect ETIMEDOUT 52.1.2.3:5439'), noAnswer, /security group/],
	['timeout', new Error('Connection terminated due to connection timeout'), noAnswer, /paused/],
	[
		'no-name-server',
		socketError('EAI_AGAIN', `getaddrinfo EAI_AGAIN ${host}`),
		`Couldn't look up ${host}: no name server responds.`,
		/this machine's network/,
	],
	[
		'unknown-host',
		socketError('ENOTFOUND', `getaddrinfo ENOTFOUND ${host}`),
		`The host ${host} does not exist.`,
		/HOST under \[CLUSTER\] in dwh\.cfg.*endpoint/,
	],
	[
		'refused',
		socketError('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5439'),
		`${host} refuses connections on port 5439.`,
		/DB_PORT under \[CLUSTER\] in dwh\.cfg: Redshift listens on 5439/,
	],
	[
		'unreachable',
		socketError('EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.7:5439'),
		`${host} is not reachable from this network.`,
		/VPN/,
	],
	[
		'unreachable',
		socketError('ENETUNREACH', 'connect ENETUNREACH 10.0.0.7:5439'),
		`${host} is not reachable from this network.`,
		/VPN/,
	],
	[
		'iam-user',
		fatal('42704', 'user "IAM:etl" does not exist'),
		'AWS issued credentials for awsuser, but the database has no such user.',
		/CREATE USER name PASSWORD DISABLE/,
	],
	[
		'iam-user',
		fatal('28000', 'password authentication failed for user "IAMA:etl"'),
		'AWS issued credentials for awsuser, but the database has no such user.',
		/remove DB_USER/,
	],
	[
		'password',
		fatal('28000', 'password authentication failed for user "awsuser"'),
		'The password for awsuser is wrong, or the user does not exist.',
		/DB_USER and DB_PASSWORD under \[CLUSTER\] in dwh\.cfg \(one pair of quotes/,
	],
	[
		'password',
		fatal('28P01', 'password authentication failed for user "awsuser"'),
		'The password for awsuser is wrong, or the user does not exist.',
		/temporary credentials/,
	],
	[
		'password',
		fatal('28P01', 'Passwort-Authentifizierung für Benutzer »awsuser« fehlgeschlagen'),
		'The password for awsuser is wrong, or the user does not exist.',
		/DB_PASSWORD/,
	],
	[
		'no-password',
		new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'),
		'The server requires a password, and none is set.',
		/PGPASSWORD.*\.pgpass.*DB_PASSWORD/,
	],
	[
		'no-user',
		fatal('28000', 'role "awsuser" is not permitted to log in'),
		'The user awsuser cannot log in, or does not exist.',
		/DB_USER under \[CLUSTER\]/,
	],
	[
		'no-database',
		fatal('3D000', 'database "dev" does not exist'),
		`The database dev does not exist on ${host}.`,
		/DB_NAME under \[CLUSTER\] in dwh\.cfg.*dev by default/,
	],
	[
		'no-database-right',
		fatal('42501', 'permission denied for database "dev"'),
		'The user awsuser is not allowed to connect to the database dev.',
		/GRANT CONNECT ON DATABASE dev TO awsuser/,
	],
	[
		'tls-required',
		fatal('28000', 'no pg_hba.conf entry for host "::ffff:1.2.3.4", user "awsuser", database "dev", SSL off'),
		`${host} accepts only encrypted connections.`,
		/SSLMODE = verify-full under \[CLUSTER\] in dwh\.cfg/,
	],
	[
		'tls-required',
		fatal('28000', 'no pg_hba.conf entry for host "1.2.3.4", user "u", database "d", no encryption'),
		`${host} accepts only encrypted connections.`,
		/No change to its pg_hba\.conf is needed/,
	],
	[
		'not-allowed',
		fatal('28000', 'no pg_hba.conf entry for host "1.2.3.4", user "u", database "d", SSL encryption'),
		`${host} does not allow awsuser to connect to dev from this address.`,
		/administrator/,
	],
	[
		'no-tls',
		new Error('The server does not support SSL connections'),
		`${host} does not support encryption.`,
		/SSLMODE = prefer/,
	],
	[
		'tls-name',
		socketError(
			'ERR_TLS_CERT_ALTNAME_INVALID',
			"Hostname/IP does not match certificate's altnames: Host: localhost. is not in the cert's altnames: DNS:*.redshift.amazonaws.com",
		),
		`The certificate is for a host other than ${host}.`,
		/HOST under \[CLUSTER\].*SSLMODE = verify-ca/,
	],
	...(
		[
			['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'],
			['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'],
			['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate'],
			['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unable to get local issuer certificate'],
		] as const
	).map(
		([code, message]): Case => [
			'tls-issuer',
			socketError(code, message),
			untrusted,
			/SSLROOTCERT under \[CLUSTER\] in dwh\.cfg/,
		],
	),
	['tls-expired', socketError('CERT_HAS_EXPIRED', 'certificate has expired'), outOfDate, /clock/],
	['tls-expired', socketError('CERT_NOT_YET_VALID', 'certificate is not yet valid'), outOfDate, /clock/],
	[
		'tls-other',
		new Error('There was an error establishing an SSL connection'),
		`${host}:5439 did not complete the TLS handshake.`,
		/HOST and DB_PORT/,
	],
	[
		'digest',
		new Error('Unknown authenticationOk message type 13'),
		`${host} requires an authentication method that this program does not support.`,
		/ALTER USER awsuser PASSWORD/,
	],
	[
		'startup-parameter',
		fatal('42704', 'unrecognized configuration parameter "lock_timeout"'),
		'unrecognized configuration parameter "lock_timeout"',
		/bug in sparkify-tui, not in your settings/,
	],
	[
		'terminated',
		fatal('57P01', 'terminating connection due to administrator command'),
		ended,
		/administrator.*rolled back/,
	],
	['too-many', fatal('53300', 'sorry, too many clients already'), tooMany, /Close other programs/],
	[
		'too-many',
		fatal('53300', 'connection limit "500" exceeded for non-bootstrap users'),
		tooMany,
		/Close other programs/,
	],
	['starting', fatal('57P03', 'the database system is starting up'), starting, /Wait a minute/],
	['starting', fatal('57P03', 'the database system is shutting down'), starting, /Wait a minute/],
	['lost', new Error('Connection terminated unexpectedly'), lost, /run it again/],
	['lost', socketError('ECONNRESET', 'read ECONNRESET'), lost, /empties its table before it fills it/],
	['lost', socketError('EPIPE', 'write EPIPE'), lost, /rolled back/],
	[
		'lost',
		new Error('Client has encountered a connection error and is not queryable'),
		lost,
		/Check the network/,
	],
];

test('gives cause, advice and original message for every connection error', t => {
	checkCases(t, connectionAdvice, cases, connectionFailure);
});

test('exits with code 3 and names host and port for a connection error', t => {
	for (const [id, error] of cases) {
		const told = connectionError(error, settings);
		t.is(told.exitCode, exitCode.connection, id);
		t.is(told.failure.where, `${host}:5439`, id);
	}
});

test('reports a connection lost during a statement as a connection error', t => {
	for (const error of [
		new Error('Connection terminated unexpectedly'),
		socketError('ECONNRESET', 'read ECONNRESET'),
		fatal('57P01', 'terminating connection due to administrator command'),
		fatal('53300', 'sorry, too many clients already'),
	])
		t.is(statementFailure(error).where, `${host}:5439`, error.message);
});

test('does not mistake data quoted by a server for a lost connection', t => {
	const failure = statementFailure(
		serverError('22P02', 'invalid input syntax for type integer: "Connection terminated ECONNRESET"'),
		"SELECT 'Connection terminated ECONNRESET'::integer",
	);
	t.regex(failure.advice ?? '', /Cast or filter/);
	t.is(failure.where, undefined);
});

test('reports the most relevant attempt for a host with several addresses', t => {
	const attempts = (...errors: readonly Error[]) =>
		Object.assign(new AggregateError(errors), {code: (errors[0] as {code?: string}).code});
	const noWay = socketError('ENETUNREACH', 'connect ENETUNREACH 2600:1f14::1:5439');
	const silent = socketError('ETIMEDOUT', 'connect ETIMEDOUT 52.1.2.3:5439');
	const told = connectionFailure(attempts(noWay, silent));
	t.is(told.message, noAnswer);
	t.is(told.detail, 'connect ETIMEDOUT 52.1.2.3:5439');
	t.is(connectionFailure(attempts(noWay, noWay)).message, `${host} is not reachable from this network.`);
});

test('gives no advice about Redshift for PostgreSQL', t => {
	const postgres: ConnectionSettings = {...settings, engine: 'postgres', host: 'db.example.com', port: 5432};
	for (const [id, error] of cases) {
		// Only a login by IAM meets these, and other ways of logging in.
		if (id === 'iam-user' || id === 'digest') continue;
		const {message, advice} = connectionError(error, postgres).failure;
		t.notRegex(`${message} ${advice}`, /Redshift|cluster\b|workgroup|5439|console/, id);
	}
});
