import {isAbsolute, join} from 'node:path';
import {pathKind} from './path-kind.js';
import type {Problem} from './problems.js';

/** libpq's word for the certificates that are trusted anyway. */
export const systemRoots = 'system';

/** The file of certificates to trust, which has to be there, or `system`. @param folder What a relative path starts from. */
export function readRootCertificate(name: string, text: string, folder: string): string | Problem {
	if (text === systemRoots) return text;
	const file = isAbsolute(text) ? text : join(folder, text);
	const kind = pathKind(file);
	if (kind === 'file') return file;
	return {
		message: `${name}: ${kind === undefined ? `there is no file ${file}` : `${file} is no file`}.`,
		advice: 'It takes the file of the certificates to trust, in PEM.',
	};
}
