import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {packageRoot} from '../../../src/package-root.js';

const folder = join(packageRoot, 'test/support/postgres/certificates');

/**
 * Certificate and key of a server named `localhost`, and the authority that signed it, as PEM. Created with openssl for
 * the tests only, valid until 2120. The authority's key was discarded.
 */
export const testCertificate = {
	authority: readFileSync(join(folder, 'ca.crt'), 'utf8'),
	certificate: readFileSync(join(folder, 'server.crt'), 'utf8'),
	key: readFileSync(join(folder, 'server.key'), 'utf8'),
};
