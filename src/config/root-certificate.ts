import {X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import {pathKind} from './path-kind.js';
import type {Problem} from './problems.js';

/** libpq's word for the certificates that are trusted anyway. */
export const systemRoots = 'system';

/**
The file of certificates to trust, or `system`. The file has to hold one: Node would pass over anything else without a
word, and then trust nobody. @param folder What a relative path starts from.
*/
export function readRootCertificate(name: string, text: string, folder: string): string | Problem {
	if (text === systemRoots) return text;
	const file = isAbsolute(text) ? text : join(folder, text);
	const wrong = whatIsWrong(file);
	if (wrong === undefined) return file;
	return {
		message: `${name}: ${wrong}.`,
		advice: 'It takes the file of the certificates to trust, in PEM.',
	};
}

function whatIsWrong(file: string): string | undefined {
	const kind = pathKind(file);
	if (kind !== 'file') return kind === undefined ? `there is no file ${file}` : `${file} is no file`;
	try {
		return holdsCertificate(readFileSync(file, 'utf8'))
			? undefined
			: `${file} holds no certificate that can be read`;
	} catch (error) {
		const {code = String(error)} = error as NodeJS.ErrnoException;
		return `${file} cannot be read: ${code}`;
	}
}

function holdsCertificate(content: string): boolean {
	try {
		// Takes the other form, DER, as well, which TLS does not.
		return content.includes('-----BEGIN ') && new X509Certificate(content).subject !== undefined;
	} catch {
		return false;
	}
}
