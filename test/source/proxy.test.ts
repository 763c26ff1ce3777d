import {createServer, type IncomingMessage} from 'node:http';
import {type AddressInfo, connect} from 'node:net';
import test from 'ava';
import {proxyAgents, proxyFor} from '../../src/config/proxy.js';
import {readEverything, s3Source, setEnvironment, startBucket} from './s3-fixture.js';

test('chooses a proxy as curl does', t => {
	const proxy = (url: string, environment: Record<string, string>) => proxyFor(new URL(url), environment);
	const s3 = 'https://music.s3.amazonaws.com';
	t.is(proxy(s3, {}), undefined);
	t.is(proxy(s3, {HTTP_PROXY: 'http://a:1'}), undefined);
	t.is(proxy(s3, {HTTPS_PROXY: 'a:1'}), 'http://a:1');
	t.is(proxy(s3, {HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2'}), 'http://b:2');
	t.is(proxy(s3, {ALL_PROXY: 'http://a:1'}), 'http://a:1');
	t.is(proxy(s3, {HTTPS_PROXY: '', ALL_PROXY: 'http://a:1'}), 'http://a:1');
	t.is(proxy('http://127.0.0.1:9000', {HTTP_PROXY: 'http://a:1'}), 'http://a:1');
	for (const list of [
		'*',
		'amazonaws.com',
		'.amazonaws.com',
		'*.amazonaws.com:443',
		'x, music.s3.amazonaws.com',
	])
		t.is(proxy(s3, {HTTPS_PROXY: 'http://a:1', NO_PROXY: list}), undefined, list);
	for (const list of ['aws.com', 'amazonaws.com:80', 'localhost'])
		t.is(proxy(s3, {HTTPS_PROXY: 'http://a:1', NO_PROXY: list}), 'http://a:1', list);
});

test.serial('reads from S3 through a proxy with a login, but not what NO_PROXY names', async t => {
	const tunnels: string[] = [];
	const proxy = createServer().listen(0, '127.0.0.1');
	proxy.on('connect', (request: IncomingMessage, socket: import('node:net').Socket) => {
		const login = Buffer.from('user:a secret').toString('base64');
		if (request.headers['proxy-authorization'] !== `Basic ${login}`) {
			socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
			return;
		}
		tunnels.push(request.url!);
		const [host, port] = request.url!.split(':');
		const target = connect(Number(port), host, () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			socket.pipe(target).pipe(socket);
		});
		for (const end of [socket, target]) end.on('error', () => {});
	});
	await new Promise(resolve => proxy.once('listening', resolve));
	t.teardown(() => {
		proxy.closeAllConnections();
		proxy.close();
	});
	const {port} = proxy.address() as AddressInfo;
	const {server, bucket} = await startBucket(t, {
		env: {
			HTTP_PROXY: `http://user:a%20secret@127.0.0.1:${port}`,
			NO_PROXY: undefined,
			http_proxy: undefined,
			no_proxy: undefined,
		},
	});
	bucket.put('log_data/a.json', '{"page":"NextSong"}\n');
	const source = () => s3Source('s3://music/log_data/');
	t.is((await readEverything(source(), 'events')).rows.length, 1);
	t.true(tunnels.length > 0);
	t.deepEqual([...new Set(tunnels)], [new URL(server.endpoint).host]);

	setEnvironment(t, {HTTP_PROXY: `http://user:wrong@127.0.0.1:${port}`, AWS_MAX_ATTEMPTS: '1'});
	const error = await t.throwsAsync(readEverything(source(), 'events'));
	t.is(error?.message, 'The proxy did not connect to S3.');

	setEnvironment(t, {NO_PROXY: '127.0.0.1'});
	const before = tunnels.length;
	t.is((await readEverything(source(), 'events')).rows.length, 1);
	t.is(tunnels.length, before);
});

test.serial('refuses a proxy that is not an HTTP address, without showing it', async t => {
	for (const proxy of ['socks5://user:secret@127.0.0.1:9', 'http://user:secret@a b:9']) {
		setEnvironment(t, {HTTPS_PROXY: proxy, https_proxy: undefined, NO_PROXY: undefined, no_proxy: undefined});
		await t.throwsAsync(proxyAgents('https://music.s3.amazonaws.com'), {
			message: 'The proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY is not an HTTP address.',
		});
	}
});
