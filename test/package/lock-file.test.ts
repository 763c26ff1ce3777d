import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {packageRoot} from '../../src/package-root.js';

type Entry = {
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
};

// npm ci rejects a lock file without the native packages of other platforms.
test('lists every dependency of every platform in the lock file', t => {
	const {packages} = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8')) as {
		readonly packages: Readonly<Record<string, Entry>>;
	};
	const isListed = (from: string, name: string): boolean =>
		`${from === '' ? '' : `${from}/`}node_modules/${name}` in packages ||
		(from !== '' && isListed(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name));
	const missing = Object.entries(packages).flatMap(([path, {dependencies, optionalDependencies}]) =>
		Object.keys({...dependencies, ...optionalDependencies})
			.filter(name => !isListed(path, name))
			.map(name => `${path} needs ${name}`),
	);
	t.deepEqual(missing, []);
});
