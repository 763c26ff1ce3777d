// Writes the man page and the references in docs/ from the tables in the code: `npm run docs`.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {packageRoot} from '../src/package-root.js';
import {generatedFiles} from './reference/generated-files.js';

for (const [path, text] of generatedFiles()) writeFileSync(join(packageRoot, path), text);
