import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {connect as connectSocket, type Socket} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import pg from 'pg';
import {type RedshiftDouble, startRedshift} from './redshift/start-redshift.js';
import {login, type Stack, startStack, TestClient} from './redshift/test-clients.js';
import {BodyReader, frame, int32, type Message, MessageReader} from './redshift/wire/messages.js';
import {readFields} from './redshift/wire/responses.js';

let stack: Stack;
let encrypted: RedshiftDouble;

test.before(async () => {
	stack = await startStack();
	encrypted = await startRedshift({...stack, tls: 'required'});
});

test.after.always(async () => {
	await encrypted?.stop();
	await stack?.stop();
});

const endless =
	'SELECT count(*) FROM generate_series(1, 1000000) AS a (i), generate_series(1, 1000000) AS b (j) WHERE a.i * b.j = 7';

test('accepts the right password with md5, and rejects a wrong password or user with 28000', async t => {
	const client = await TestClient.open(login(stack.redshift));
	t.deepEqual(await client.rows('SELECT current_user'), [['awsuser']]);
	const [[version] = []] = await client.rows('SELECT version()');
	t.regex(String(version), /^PostgreSQL 8\.0\.2 on .*, Redshift 1\.0\.\d+$/);
	await client.close();
	for (const wrong of [{password: 'wrong'}, {user: 'nobody'}]) {
		const {user} = {...login(stack.redshift), ...wrong};
		await t.throwsAsync(TestClient.open({...login(stack.redshift), ...wrong}), {
			code: '28000',
			message: `password authentication failed for user "${user}"`,
		} as never);
	}
	await t.throwsAsync(TestClient.open({...login(stack.redshift), database: 'nowhere'}), {
		code: '3D000',
		message: 'database "nowhere" does not exist',
	} as never);
});

test('ends the connection with 42704 for an unknown startup parameter', async t => {
	for (const parameter of ['lock_timeout', 'idle_in_transaction_session_timeout', 'statement_timeout'])
		await t.throwsAsync(TestClient.open({...login(stack.redshift), [parameter]: 1000}), {
			code: '42704',
			message: `unrecognized configuration parameter "${parameter}"`,
		} as never);
	const client = await TestClient.open({...login(stack.redshift), application_name: 'sparkify-tui'});
	await client.close();
});

test('reports version 8.0.2 to drivers', async t => {
	const client = new pg.Client(login(stack.redshift));
	const parameters = new Map<string, string>();
	const {connection} = client as unknown as {connection: NodeJS.EventEmitter};
	connection.on('parameterStatus', ({parameterName, parameterValue}) =>
		parameters.set(parameterName, parameterValue),
	);
	await client.connect();
	t.is(parameters.get('server_version'), '8.0.2');
	t.false(parameters.has('standard_conforming_strings'));
	await client.end();
});

test('presents a verifiable certificate, and rejects connections without TLS for lack of a pg_hba.conf entry', async t => {
	await t.throwsAsync(TestClient.open(login(encrypted)), {
		code: '28000',
		message: `no pg_hba.conf entry for host "::ffff:127.0.0.1", user "awsuser", database "${encrypted.database}", SSL off`,
	} as never);
	await t.throwsAsync(TestClient.open({...login(encrypted), ssl: true}), {
		code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	});
	await t.throwsAsync(TestClient.open({...login(encrypted), host: '127.0.0.1', ssl: {ca: encrypted.ca!}}), {
		code: 'ERR_TLS_CERT_ALTNAME_INVALID',
	});
	await t.throwsAsync(TestClient.open({...login(stack.redshift), ssl: true}), {
		message: /does not support SSL/,
	});
});

test('accepts only the right password with a sha256 digest (code 13)', async t => {
	const digest = await startRedshift({...stack, auth: 'sha256'});
	const {host, port, user, database} = digest;
	/** Logs in at message level, because `pg` does not support code 13, and returns the last message. */
	const attempt = async (password: string): Promise<Message> => {
		const socket = connectSocket(port, host);
		const reader = new MessageReader(true);
		socket.on('data', chunk => reader.push(chunk));
		const receive = async () => {
			for (;;) {
				const message = reader.next();
				if (message) return message;
				await once(socket, 'data');
			}
		};
		socket.write(frame('', int32(196_608), 'user', user, 'database', database, Buffer.from([0])));
		const request = new BodyReader((await receive()).body);
		t.deepEqual([request.int32(), request.int32()], [13, 0]);
		const salt = request.bytes(request.int32());
		const serverNonce = request.bytes(request.int32());
		const clientNonce = Buffer.from(String(Date.now()));
		const hash = (...parts: readonly Uint8Array[]) =>
			createHash('sha256').update(Buffer.concat(parts)).digest();
		const digestResponse = hash(hash(Buffer.from(password), salt), serverNonce, clientNonce);
		socket.write(
			frame('d', int32(digestResponse.length), digestResponse, int32(clientNonce.length), clientNonce),
		);
		const outcome = await receive();
		socket.destroy();
		return outcome;
	};
	const good = await attempt(digest.password);
	t.is(good.type, 'R');
	t.is(new BodyReader(good.body).int32(), 0);
	const bad = await attempt('wrong');
	t.is(bad.type, 'E');
	t.is(readFields(bad.body).get('C'), '28000');
	await digest.stop();
});

test('sends command tags without a count for SELECT, FETCH and COPY, and with one for DML', async t => {
	const client = await TestClient.open({
		...login(stack.redshift),
		database: await stack.redshift.createDatabase(),
	});
	for (const [sql, command, rowCount] of [
		['SELECT 1', 'SELECT', null],
		['CREATE TABLE t (n integer)', 'CREATE', null],
		['INSERT INTO t VALUES (1), (2)', 'INSERT', 2],
		['UPDATE t SET n = 3 WHERE n = 2', 'UPDATE', 1],
		['DELETE FROM t WHERE n = 1', 'DELETE', 1],
		['CREATE TABLE u AS SELECT n FROM t', 'SELECT', null],
		['BEGIN', 'BEGIN', null],
		['DECLARE c CURSOR FOR SELECT n FROM t', 'DECLARE', null],
		['FETCH FORWARD 10 FROM c', 'FETCH', null],
		['CLOSE c', 'CLOSE', null],
		['COMMIT', 'COMMIT', null],
	] as const) {
		const outcome = await client.run(sql);
		t.deepEqual([outcome.command, outcome.rowCount], [command, rowCount], sql);
	}
	await client.close();
});

test('limits cursors to transactions, one at a time, and 1,000 rows', async t => {
	const client = await TestClient.open(login(stack.redshift));
	const numbers = 'SELECT i FROM generate_series(1, 2500) AS g (i)';
	await t.throwsAsync(client.rows(`DECLARE c CURSOR FOR ${numbers}`), {
		message: /may only be used in transaction blocks/,
	});
	await t.throwsAsync(client.rows('FETCH FORWARD 10 FROM c'), {
		message: /only be used within the transaction that created them/,
	});
	await client.rows('BEGIN');
	await client.rows(`DECLARE c CURSOR FOR ${numbers}`);
	const counts: number[] = [];
	for (let count = 1; count > 0; counts.push(count))
		count = (await client.rows('FETCH FORWARD 1000 FROM c')).length;
	t.deepEqual(counts, [1000, 1000, 500, 0]);
	await t.throwsAsync(client.rows(`DECLARE d CURSOR FOR ${numbers}`), {message: /already open/});
	await client.rows('ROLLBACK');
	await client.rows('BEGIN');
	await client.rows(`DECLARE c CURSOR FOR ${numbers}`);
	await t.throwsAsync(client.rows('FETCH FORWARD 2000 FROM c'), {
		message:
			'Fetch size 2000 exceeds the limit of 1000 for a single node configuration. Reduce the client fetch/cache size or upgrade to a multi node installation.',
	});
	await client.rows('ROLLBACK');
	await client.close();
});

test('cancels a query by cancel request and pg_cancel_backend', async t => {
	const [client, other] = [
		await TestClient.open(login(stack.redshift)),
		await TestClient.open(login(stack.redshift)),
	];
	const [[pid] = []] = await client.rows('SELECT pg_backend_pid()');
	const {processID, secretKey} = client.pg as unknown as {processID: number; secretKey: number};
	t.not(processID, pid as number);
	for (const cancel of [
		async () => {
			const socket = connectSocket(stack.redshift.port, stack.redshift.host);
			socket.end(frame('', int32(80_877_102), int32(processID), int32(secretKey)));
			await once(socket.resume(), 'close');
		},
		async () => other.rows(`SELECT pg_cancel_backend(${pid})`),
	]) {
		const running = t.throwsAsync(client.rows(endless), {
			code: '57014',
			message: /^Query \(\d+\) cancelled on user's request$/,
		} as never);
		await sleep(100);
		await cancel();
		await running;
		t.deepEqual(await client.rows('SELECT 1'), [[1]]);
	}
	await client.close();
	await other.close();
});

test('waits for the reader of a large result', async t => {
	const client = await TestClient.open(login(stack.redshift));
	const before = process.memoryUsage().rss;
	let rows = 0;
	const query = new pg.Query({
		text: "SELECT i, repeat('x', 1000) FROM generate_series(1, 100000) AS g (i)",
	} as never);
	query.on('row', () => rows++);
	client.pg.query(query as never);
	await once(query as never, 'end');
	t.is(rows, 100_000);
	// The complete result would take 100 MB.
	t.true(process.memoryUsage().rss - before < 90e6);
	await client.close();
});

test('closes everything when a client exits with a response unread', async t => {
	const redshift = await startRedshift(stack);
	const client = await TestClient.open(login(redshift));
	const running = t.throwsAsync(client.rows(endless));
	await sleep(100);
	const {connection} = client.pg as unknown as {connection: {stream: Socket}};
	connection.stream.resetAndDestroy();
	await running;
	await t.notThrowsAsync(redshift.stop());
});
