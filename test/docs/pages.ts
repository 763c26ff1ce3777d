import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {packageRoot} from '../../src/package-root.js';

/** The pages of the documentation, by path from the root. Notebooks (`*.sparkify.md`) have tests of their own. */
export const pages: readonly string[] = [
	'README.md',
	...readdirSync(join(packageRoot, 'docs'))
		.filter(name => name.endsWith('.md') && !name.endsWith('.sparkify.md'))
		.map(name => `docs/${name}`),
];

export function readPage(path: string): string {
	return readFileSync(join(packageRoot, path), 'utf8');
}

/** The pages with cells: fences whose first word is `sql`. */
export function pagesWithSql(): readonly string[] {
	return pages.filter(path => /^```sql\b/m.test(readPage(path)));
}

/** Values of the parameters that the pages use. */
export const documentedParameters: ReadonlyMap<string, string> = new Map([
	['from', '2018-11-15'],
	['level', 'paid'],
]);
