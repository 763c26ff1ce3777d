import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {packageRoot} from '../../src/package-root.js';

test('no text asks to report or send anything, since there is no address to send it to', t => {
	const files = ['src', 'sql', 'docs'].flatMap(folder =>
		readdirSync(join(packageRoot, folder), {recursive: true, withFileTypes: true})
			.filter(entry => entry.isFile())
			.map(entry => join(entry.parentPath, entry.name)),
	);
	const asking = [...files, join(packageRoot, 'README.md'), join(packageRoot, 'dwh.cfg.example')].filter(
		file => /please\s+(?:report|send)/i.test(readFileSync(file, 'utf8')),
	);
	t.deepEqual(asking, []);
});
