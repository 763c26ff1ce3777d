import type {Agent as HttpAgent} from 'node:http';
import type {Agent as HttpsAgent} from 'node:https';
import {UsageError} from '../errors.js';
import type {Environment} from './config-syntax.js';

/**
The proxy for an address: HTTPS_PROXY or HTTP_PROXY by its protocol, else ALL_PROXY, unless NO_PROXY has the host. Names in
lower case win, as in curl.
@returns its URL, which may hold a password; undefined for none
*/
export function proxyFor(url: URL, environment: Environment): string | undefined {
	const read = (name: string) => environment[name.toLowerCase()] || environment[name];
	const proxy = read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') || read('ALL_PROXY');
	if (!proxy || isExcluded(url, read('NO_PROXY') ?? '')) return undefined;
	return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** `host`, `.domain` and `*.domain` mean the host and every host below it, each perhaps with a port; `*` means all. */
function isExcluded({hostname, port, protocol}: URL, list: string): boolean {
	const ownPort = port || (protocol === 'https:' ? '443' : '80');
	return list
		.toLowerCase()
		.split(/[\s,]+/)
		.filter(Boolean)
		.some(entry => {
			const [, name = '', withPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
			if (withPort !== undefined && withPort !== ownPort) return false;
			const domain = name.replace(/^\*?\./, '');
			return name === '*' || hostname === domain || hostname.endsWith(`.${domain}`);
		});
}

/**
The agents for requests of an AWS client to an address. Empty without a proxy; the SDK doesn't read these variables.
@throws UsageError for a proxy that is not an HTTP address, without quoting it: it may hold a password
*/
export async function proxyAgents(
	url: string,
): Promise<{readonly httpAgent?: HttpAgent; readonly httpsAgent?: HttpsAgent}> {
	const proxy = proxyFor(new URL(url), process.env);
	if (proxy === undefined) return {};
	if (!/^https?:/i.test(proxy) || !URL.canParse(proxy)) {
		throw new UsageError({
			message: 'The proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY is not an HTTP address.',
			advice: 'Write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, or name the server in NO_PROXY.',
		});
	}
	const {HttpProxyAgent, HttpsProxyAgent} = await import('hpagent');
	// As many connections as the SDK's own agents have.
	const options = {proxy, keepAlive: true, maxSockets: 50};
	return {httpAgent: new HttpProxyAgent(options), httpsAgent: new HttpsProxyAgent(options)};
}
