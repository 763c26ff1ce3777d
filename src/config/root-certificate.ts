import {X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import {pathKind} from './path-kind.js';
import type {Problem} from './problems.js';

/** libpq's name for the system's trusted certificates. */
export const systemRoots = 'system';

/**
Reads the file of certificates to trust, or `system`. The file must contain a certificate: Node silently ignores anything
else and then trusts no server. @param folder Folder that a relative path is resolved against.
*/
export function readRootCertificate(name: string, text: string, folder: string): string | Problem {
	if (text === systemRoots) return text;
	const file = isAbsolute(text) ? text : join(folder, text);
	const problem = findProblem(file);
	if (problem === undefined) return file;
	return {
		message: `${name}: ${problem}.`,
		advice: 'Name a PEM file of the certificates to trust.',
	};
}

function findProblem(file: string): string | undefined {
	const kind = pathKind(file);
	if (kind !== 'file') return kind === undefined ? `file ${file} does not exist` : `${file} is not a file`;
	try {
		return containsCertificate(readFileSync(file, 'utf8'))
			? undefined
			: `${file} contains no readable certificate`;
	} catch (error) {
		const {code = String(error)} = error as NodeJS.ErrnoException;
		return `${file} cannot be read: ${code}`;
	}
}

function containsCertificate(content: string): boolean {
	try {
		// X509Certificate also accepts DER, which TLS does not, hence the check for PEM.
		return content.includes('-----BEGIN ') && new X509Certificate(content).subject !== undefined;
	} catch {
		return false;
	}
}
