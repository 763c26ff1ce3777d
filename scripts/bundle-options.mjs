// Bundle options of the program (build.mjs) and of the programs it is compared with (bench/).
import {readFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';

/**
Ink gets scripts/yoga.mjs instead of `yoga-layout`, whose WebAssembly is only published inside a JavaScript file.
@type {import('esbuild').Plugin}
*/
const yoga = {
	name: 'yoga',
	setup(build) {
		build.onResolve({filter: /^yoga-layout$/}, () => ({path: resolve('scripts/yoga.mjs')}));
		build.onResolve({filter: /^yoga\.wasm$/}, ({path}) => ({path, namespace: 'yoga'}));
		build.onLoad({filter: /.*/, namespace: 'yoga'}, async () => {
			const source = 'node_modules/yoga-layout/dist/binaries/yoga-wasm-base64-esm.js';
			const [, base64] =
				/application\/octet-stream;base64,([A-Za-z\d+/=]+)/.exec(await readFile(source, 'utf8')) ?? [];
			if (base64 === undefined) throw new Error(`${source} contains no WebAssembly.`);
			return {contents: Buffer.from(base64, 'base64'), loader: 'binary'};
		});
	},
};
// Everything but our wrapper gets the wrapper instead of `string-width`.
const wrapper = resolve('src/format/string-width.ts');
/** @type {import('esbuild').Plugin} */
const stringWidth = {
	name: 'string-width',
	setup(build) {
		build.onResolve({filter: /^string-width$/}, ({importer}) =>
			importer === wrapper ? undefined : {path: wrapper},
		);
	},
};
/**
Ink's renderer gets src/ui/ink-output.ts around its `Output`.
@type {import('esbuild').Plugin}
*/
const inkOutput = {
	name: 'ink-output',
	setup(build) {
		build.onResolve({filter: /^\.\/output\.js$/}, ({importer, resolveDir}) =>
			/[\\/]ink[\\/]build[\\/]renderer\.js$/.test(importer)
				? {path: join(resolveDir, 'output.js'), suffix: '?caching'}
				: undefined,
		);
		build.onLoad({filter: /[\\/]ink[\\/]build[\\/]output\.js$/}, ({path, suffix}) =>
			suffix === ''
				? undefined
				: {
						contents: `
				import Output from ${JSON.stringify(path)};
				import {cachingOutput} from './src/ui/ink-output.ts';
				export default cachingOutput(Output);`,
						resolveDir: '.',
					},
		);
	},
};
/**
In the bundle ink-table shares our Ink anyway, without seeding require's cache.
@type {import('esbuild').Plugin}
*/
const inkTable = {
	name: 'ink-table',
	setup(build) {
		build.onLoad({filter: /src[\\/]ui[\\/]components[\\/]ink-table\.ts$/}, () => ({
			contents: `import inkTable from 'ink-table'; export const Table = inkTable.default;`,
		}));
	},
};
/** @type {import('esbuild').Plugin} */
const noDevtools = {
	name: 'no-devtools',
	setup(build) {
		build.onResolve({filter: /^react-devtools-core$/}, () => ({path: 'empty', namespace: 'empty'}));
		build.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export default {};'}));
	},
};

/**
esbuild options of every bundle.
@satisfies {import('esbuild').BuildOptions}
*/
export const bundleOptions = {
	bundle: true,
	splitting: true,
	platform: 'node',
	format: 'esm',
	target: 'node20.19',
	// Node 20 has both. Otherwise esbuild turns a literal in Ink into a `new RegExp` that is compiled for every character drawn.
	supported: {'regexp-unicode-property-escapes': true, 'regexp-set-notation': true},
	jsx: 'automatic',
	// Identifiers are kept: the stack trace of a bug names the functions it came through.
	minifySyntax: true,
	minifyWhitespace: true,
	// The AWS clients' CommonJS builds, their `main`, would be bundled entire: a third of the program.
	mainFields: ['module', 'main'],
	outExtension: {'.js': '.mjs'},
	define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
	banner: {
		js: `import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);`,
	},
	external: ['pg-native', '@duckdb/node-api'],
	plugins: [yoga, stringWidth, inkOutput, inkTable, noDevtools],
	logLevel: 'warning',
	legalComments: 'linked',
};
