import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {thirdPartyLicenses} from '../../scripts/third-party-licenses.mjs';
import {packageRoot} from '../../src/package-root.js';

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

test('groups packages with the same text and repository, and reads licences from READMEs', async t => {
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

test('rejects a bundled package without a licence text, and ignores unused packages', async t => {
	const {root, metafile} = bundle(t, {
		'e/package.json': '{"name": "e", "version": "1.2.3", "license": "MIT"}',
		'e/NOTICE': 'Not a licence',
	});
	await t.throwsAsync(thirdPartyLicenses(metafile, root, []), {message: /^No licence text for e 1\.2\.3\./});
	const unused = {outputs: {x: {inputs: {'node_modules/e/index.js': {bytesInOutput: 0}}}}};
	await t.notThrowsAsync(thirdPartyLicenses(unused, root, []));
});

test('includes the licences of bundled packages in the package', t => {
	const text = readFileSync(join(packageRoot, 'THIRD-PARTY-LICENSES'), 'utf8');
	for (const name of ['ink', 'react', 'pg', 'yoga-layout', '@aws-sdk/client-s3', 'assemblyscript'])
		t.regex(text, new RegExp(`^${name} \\d`, 'm'));
	t.notRegex(text, /^(?:typescript|ava|@duckdb\/node-api) \d/m);
	const {files} = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {files: string[]};
	t.true(files.includes('THIRD-PARTY-LICENSES'));
});
