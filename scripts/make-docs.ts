// Writes the man page and the references in docs/ from the tables in the code, and the outputs of the SQL in the pages:
// `npm run docs`.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {packageRoot} from '../src/package-root.js';
import {loadSample} from '../test/docs/load-sample.js';
import {documentedParameters, pagesWithSql} from '../test/docs/pages.js';
import {generatedFiles} from './reference/generated-files.js';
import {withSavedOutputs} from './reference/saved-outputs.js';

const write = (path: string, text: string) => writeFileSync(join(packageRoot, path), text);

for (const [path, text] of generatedFiles()) write(path, text);

const {session, close} = await loadSample();
try {
	for (const path of pagesWithSql()) {
		const text = readFileSync(join(packageRoot, path), 'utf8');
		write(path, await withSavedOutputs(path, text, session, documentedParameters));
	}
} finally {
	await close();
}
