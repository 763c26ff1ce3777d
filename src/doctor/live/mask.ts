import {redshiftEndpoint} from '../../config/host.js';

/** Removes private information from a text. */
export type Mask = (text: string) => string;

/**
Creates a mask for secrets, AWS account numbers and IP addresses that also shortens the host.
@param secrets Texts to hide.
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

/** Reduces a host to its kind and region, without the names of clusters, workgroups and companies. */
export function shortHost(host: string): string {
	const endpoint = redshiftEndpoint(host);
	if (endpoint !== undefined) {
		const service = endpoint.kind === 'cluster' ? 'redshift' : 'redshift-serverless';
		return `….${endpoint.region}.${service}.amazonaws.com`;
	}
	return host === 'localhost' ? host : `${host.slice(0, 3)}…`;
}

/** Masks every text in a value, keys included. */
export function maskAll(value: unknown, mask: Mask): unknown {
	if (typeof value === 'string') return mask(value);
	if (typeof value === 'bigint') return String(value);
	if (Array.isArray(value)) return value.map(item => maskAll(item, mask));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [mask(key), maskAll(item, mask)]));
}
