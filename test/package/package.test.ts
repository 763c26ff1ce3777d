import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {thirdPartyLicenses} from '../../scripts/third-party-licenses.mjs';
import {packageRoot} from '../../src/package-root.js';
import {program, workFolder} from '../commands/run-program.js';

type Entry = {
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
};

// npm warns about them, and may refuse to run them. postprepare builds in a clone and before npm packs one from git.
test('has no script that npm runs where the package is installed', t => {
	const {scripts} = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
		readonly scripts: Readonly<Record<string, string>>;
	};
	for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) t.false(name in scripts, name);
	t.is(scripts.postprepare, 'npm run build');
});

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

test('contains no request to report or send anything, because no address exists', t => {
	const files = ['src', 'sql', 'docs'].flatMap(folder =>
		readdirSync(join(packageRoot, folder), {recursive: true, withFileTypes: true})
			.filter(entry => entry.isFile())
			.map(entry => join(entry.parentPath, entry.name)),
	);
	const offenders = [...files, join(packageRoot, 'README.md'), join(packageRoot, 'dwh.cfg.example')].filter(
		file => /please\s+(?:report|send)/i.test(readFileSync(file, 'utf8')),
	);
	t.deepEqual(offenders, []);
});

/** Runs the program with a fake Node version. */
function runAs(version: string, folder: string) {
	const fakeVersion = join(folder, 'fakeVersion.cjs');
	writeFileSync(
		fakeVersion,
		`const versions = {...process.versions, node: '${version}'};
		Object.defineProperty(process, 'versions', {value: versions});`,
	);
	const {status, stdout, stderr} = spawnSync(process.execPath, ['-r', fakeVersion, program, '--version'], {
		encoding: 'utf8',
	});
	return {status, stdout, stderr};
}

test('rejects an old Node version with one line and code 2', t => {
	for (const version of ['10.24.1', '18.20.8', '20.19.6'])
		t.deepEqual(runAs(version, workFolder(t)), {
			status: 2,
			stdout: '',
			stderr: `sparkify-tui: Node ${version} is too old. Install Node 20.20 or newer: https://nodejs.org\n`,
		});
});

test('runs on a new enough Node version', t => {
	for (const version of ['20.20.0', '22.0.0', '100.1.0'])
		t.is(runAs(version, workFolder(t)).status, 0, version);
});

/** Creates files in node_modules/, and a metafile in which every package is bundled. */
function bundle(t: ExecutionContext, files: Readonly<Record<string, string>>) {
	const root = mkdtempSync(join(tmpdir(), 'sparkify-test-licenses-'));
	t.teardown(() => rmSync(root, {recursive: true, force: true}));
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(join(root, 'node_modules', dirname(path)), {recursive: true});
		writeFileSync(join(root, 'node_modules', path), text);
	}
	const inputs = Object.keys(files).map(path => [
		`node_modules/${dirname(path)}/index.js`,
		{bytesInOutput: 1},
	]);
	return {root, metafile: {outputs: {'dist/cli.mjs': {inputs: Object.fromEntries(inputs)}}}};
}

test('licences: groups packages with the same text and repository, and reads licences from READMEs', async t => {
	const {root, metafile} = bundle(t, {
		'a/package.json': '{"name": "a", "version": "1.0.0"}',
		'a/LICENSE': 'Text of A\r\n',
		'@scope/b/package.json': '{"name": "@scope/b", "version": "2.0.0", "repository": {"url": "r"}}',
		'@scope/b/license.md': 'Text of A',
		'@scope/c/package.json': '{"name": "@scope/c", "version": "3.0.0", "repository": {"url": "r"}}',
		'd/package.json': '{"name": "d", "version": "4.0.0"}',
		'd/README.md': '# d\n\n## License\n\nPermission is hereby granted to D\n',
	});
	const text = await thirdPartyLicenses(metafile, root, []);
	t.true(text.includes(`\n@scope/b 2.0.0\n@scope/c 3.0.0\na 1.0.0\n\nText of A\n`), text);
	t.true(text.includes('\nd 4.0.0\n\nPermission is hereby granted to D\n'), text);
});

test('licences: rejects a bundled package without a licence text, and ignores unused packages', async t => {
	const {root, metafile} = bundle(t, {
		'e/package.json': '{"name": "e", "version": "1.2.3", "license": "MIT"}',
		'e/NOTICE': 'Not a licence',
	});
	await t.throwsAsync(thirdPartyLicenses(metafile, root, []), {message: /^No licence text for e 1\.2\.3\./});
	const unused = {outputs: {x: {inputs: {'node_modules/e/index.js': {bytesInOutput: 0}}}}};
	await t.notThrowsAsync(thirdPartyLicenses(unused, root, []));
});

test('licences: includes the licences of bundled packages in the package', t => {
	const text = readFileSync(join(packageRoot, 'THIRD-PARTY-LICENSES'), 'utf8');
	for (const name of ['ink', 'react', 'pg', 'yoga-layout', '@aws-sdk/client-s3', 'assemblyscript'])
		t.regex(text, new RegExp(`^${name} \\d`, 'm'));
	t.notRegex(text, /^(?:typescript|ava|@duckdb\/node-api) \d/m);
	const {files} = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {files: string[]};
	t.true(files.includes('THIRD-PARTY-LICENSES'));
});
