import type {SslMode} from './connection.js';
import {didYouMean} from './nearest.js';
import type {Problem} from './problems.js';

const names = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/**
Reads one of libpq's names. `allow` becomes `prefer`, which reaches the same servers but tries TLS first.
@param name Label of the value in messages, e.g. `dwh.cfg:6: SSLMODE`.
*/
export function readSslMode(name: string, text: string): SslMode | Problem {
	const mode = names.find(known => known === text.toLowerCase());
	if (mode !== undefined) return mode === 'allow' ? 'prefer' : mode;
	const guess = didYouMean(text, names);
	return {
		message: `${name} must be ${names.slice(0, -1).join(', ')} or ${names.at(-1)}, not "${text}".`,
		...(guess !== undefined && {advice: guess}),
	};
}
