import {spawnSync} from 'node:child_process';
import {statSync, writeFileSync} from 'node:fs';
import {join, relative, resolve} from 'node:path';
import test from 'ava';
import * as esbuild from 'esbuild';
import {bundleOptions} from '../../scripts/bundle-options.mjs';
import {packageRoot} from '../../src/package-root.js';
import {program, workFolder} from '../commands/run-program.js';

type Loaded = {
	readonly bytes: number;
	readonly packages: readonly string[];
	/** Characters for which V8 keeps a file with two bytes each and takes twice the time to parse it. */
	readonly wideCharacters: readonly string[];
};

type Built = esbuild.BuildResult<{readonly metafile: true; readonly write: false}>;

/** What the bundle loads with these modules, following static imports only. */
function loadedWith({metafile: {outputs}, outputFiles}: Built, modules: readonly string[]): Loaded {
	const files = new Set<string>();
	const add = (file: string): void => {
		if (files.has(file)) return;
		files.add(file);
		for (const {path, kind, external} of outputs[file]?.imports ?? [])
			if (kind === 'import-statement' && external !== true) add(path);
	};
	for (const module of modules) {
		const [file] = Object.entries(outputs).find(([, {entryPoint}]) => entryPoint === module) ?? [];
		if (file === undefined) throw new Error(`${module} is not loaded on demand.`);
		add(file);
	}
	const loaded = [...files].map(file => outputs[file]!);
	const paths = loaded.flatMap(({inputs}) => Object.keys(inputs));
	const packages = paths.flatMap(path => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
	return {
		bytes: loaded.reduce((total, {bytes}) => total + bytes, 0),
		packages: [...new Set(packages)].sort(),
		wideCharacters: outputFiles
			.filter(({path}) => files.has(relative(packageRoot, path)))
			.flatMap(({text}) => text.match(/[^\0-\xFF]/g) ?? []),
	};
}

let built: Built;
test.before(async () => {
	built = await esbuild.build({
		...bundleOptions,
		absWorkingDir: packageRoot,
		entryPoints: {cli: 'src/cli.ts', 'read-worker': 'src/source/threads/read-worker.ts'},
		outdir: resolve(packageRoot, 'dist'),
		metafile: true,
		write: false,
	});
});

/** A Node module that prints the address of each module that is loaded after it. */
const printsLoads = (() => {
	const address = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`;
	const hooks = address(
		`import {writeSync} from 'node:fs';
		export async function load(url, context, next) {
			writeSync(2, url + '\\n');
			return next(url, context);
		}`,
	);
	return address(`import {register} from 'node:module'; register(${JSON.stringify(hooks)});`);
})();

// Time is too noisy for a test. What slows the start is more to read and compile.
test('loads little before the first frame, and no package that only some runs need', t => {
	const {bytes, packages, wideCharacters} = loadedWith(built, [
		'src/cli.ts',
		'src/commands/drawn-notebook.ts',
	]);
	t.true(bytes < 1_500_000, `${bytes} bytes`);
	t.deepEqual(
		wideCharacters,
		[],
		'write them as \\u…: esbuild escapes them in strings, but not in regular expressions',
	);
	const rare = /^(?:@aws-sdk|@smithy|@duckdb|pg|micromark|mdast|fzstd|bowser)/;
	t.deepEqual(
		packages.filter(name => rare.test(name)),
		[],
	);
});

test('loads little for a query, and neither Ink nor an engine that it does not use', t => {
	const {packages} = loadedWith(built, ['src/cli.ts', 'src/commands/run-command.ts']);
	t.deepEqual(packages, [
		'ansi-regex',
		'get-east-asian-width',
		'ini',
		'pretty-bytes',
		'string-width',
		'strip-ansi',
	]);

	const args = ['--import', printsLoads, program, 'query', 'SELECT 1 AS one', '--database', ':memory:'];
	const {stdout, stderr} = spawnSync(process.execPath, args, {encoding: 'utf8', cwd: workFolder(t)});
	t.regex(stdout, /one/);
	const files = [...stderr.matchAll(/^(file:.*\/dist\/.*\.mjs)$/gm)].map(([, file]) => new URL(file!));
	const bytes = files.reduce((total, file) => total + statSync(file).size, 0);
	t.true(bytes > 200_000 && bytes < 290_000, `${bytes} bytes`);
	t.true(files.length < 6, `${files.length} files`);
});

test('does not load crypto and zlib for a query, which calls neither', t => {
	const printModules = `const {writeSync} = require('node:fs');
		process.on('exit', () => writeSync(2, process.moduleLoadList.join('\\n')));`;
	const folder = workFolder(t);
	writeFileSync(join(folder, 'print-modules.cjs'), printModules);
	const args = [
		'--require',
		'./print-modules.cjs',
		program,
		'query',
		'SELECT 1 AS one',
		'--database',
		':memory:',
	];
	const {stdout, stderr} = spawnSync(process.execPath, args, {encoding: 'utf8', cwd: folder});
	t.regex(stdout, /one/);
	const modules = stderr.split('\n');
	t.true(modules.includes('NativeModule fs'));
	for (const name of ['crypto', 'zlib']) t.false(modules.includes(`NativeModule ${name}`), name);
});
