import {redshiftEndpoint} from '../../config/redshift-endpoint.js';

/** Makes texts fit to be shown to strangers. */
export type Mask = (text: string) => string;

/**
Takes out of a text the secrets, the numbers of AWS accounts and the addresses of machines, and shortens the host.
@param secrets Texts that must not be seen.
*/
export function createMask(host: string, secrets: readonly string[]): Mask {
	const replacements: ReadonlyArray<readonly [string, string]> = [
		...secrets.filter(secret => secret !== '').map(secret => [secret, '••••'] as const),
		...(host === '' ? [] : [[host, shortHost(host)] as const]),
	];
	return text => {
		let masked = text;
		for (const [from, to] of replacements) masked = masked.replaceAll(from, to);
		return masked
			.replaceAll(/(?<!\d)\d{12}(?!\d)/g, '<account>')
			.replaceAll(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g, '<address>');
	};
}

/** What a host tells of its kind and region: names of clusters, of workgroups and of firms are left out. */
export function shortHost(host: string): string {
	const endpoint = redshiftEndpoint(host);
	if (endpoint !== undefined) {
		const service = endpoint.kind === 'cluster' ? 'redshift' : 'redshift-serverless';
		return `….${endpoint.region}.${service}.amazonaws.com`;
	}
	return host === 'localhost' ? host : `${host.slice(0, 3)}…`;
}

/** The same value with every text in it masked, keys included. */
export function maskAll(value: unknown, mask: Mask): unknown {
	if (typeof value === 'string') return mask(value);
	if (typeof value === 'bigint') return String(value);
	if (Array.isArray(value)) return value.map(item => maskAll(item, mask));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [mask(key), maskAll(item, mask)]));
}
