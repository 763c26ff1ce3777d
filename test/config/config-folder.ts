import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {ExecutionContext} from 'ava';

/**
Creates a temporary folder that is deleted after the test.
@param entries Content of files by path; a path that ends in `/` is a folder.
*/
export function configFolder(t: ExecutionContext, entries: Readonly<Record<string, string>> = {}): string {
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-config-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	for (const [path, content] of Object.entries(entries)) {
		const full = join(folder, path);
		mkdirSync(path.endsWith('/') ? full : dirname(full), {recursive: true});
		if (!path.endsWith('/')) writeFileSync(full, content);
	}
	return folder;
}
