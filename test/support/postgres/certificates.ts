import {readFileSync} from 'node:fs';

const folder = new URL('certificates/', import.meta.url);

/**
 * Certificate and key of a server named `localhost`, and the authority that signed it, as PEM. Created with openssl for
 * the tests only, valid until 2120. The authority's key was discarded.
 */
export const testCertificate = {
	authority: readFileSync(new URL('ca.crt', folder), 'utf8'),
	certificate: readFileSync(new URL('server.crt', folder), 'utf8'),
	key: readFileSync(new URL('server.key', folder), 'utf8'),
};
