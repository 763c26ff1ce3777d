import {readFileSync} from 'node:fs';

const folder = new URL('certificates/', import.meta.url);

/**
 * Certificate and key of a server called `localhost`, and the authority that signed it, as PEM. Made with openssl
 * for the tests alone, valid until 2120; the authority's own key was thrown away.
 */
export const testCertificate = {
	authority: readFileSync(new URL('ca.crt', folder), 'utf8'),
	certificate: readFileSync(new URL('server.crt', folder), 'utf8'),
	key: readFileSync(new URL('server.key', folder), 'utf8'),
};
