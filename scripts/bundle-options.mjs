// Bundle options of the program (build.mjs) and of the programs it is compared with (bench/).
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';
import {transform} from 'esbuild';

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
// Everything but our wrapper gets the wrapper instead of `string-width`, and the wrapper loads `string-width` when it first
// measures emoji or combining marks. V8 compiles an expression when it parses a literal, even in a function that it does not run,
// so `RGI_Emoji` must not be a literal: each of parsing and running takes 20 ms, a sixth of the time to the first frame.
const wrapper = resolve('src/format/string-width.ts');
const onDemand = 'string-width-on-demand';
/** @type {import('esbuild').Plugin} */
const stringWidth = {
	name: 'string-width',
	setup(build) {
		build.onResolve({filter: /^string-width$/}, ({importer, namespace}) => {
			if (namespace === onDemand) return undefined;
			return importer === wrapper ? {path: onDemand, namespace: onDemand} : {path: wrapper};
		});
		build.onLoad({filter: /.*/, namespace: onDemand}, () => ({
			contents: `export default (text, options) => require('string-width').default(text, options);`,
			resolveDir: '.',
		}));
		build.onLoad({filter: /[\\/]string-width[\\/]index\.js$/}, async ({path}) => {
			const {code} = await transform(await readFile(path, 'utf8'), {
				target: 'node20.19',
				supported: {'regexp-unicode-property-escapes': false, 'regexp-set-notation': false},
			});
			return {contents: code};
		});
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
In the bundle ink-table is given our Ink, without seeding require's cache. If it required Ink, esbuild would put every module
of Ink and React into a function, which V8 parses twice.
@type {import('esbuild').Plugin}
*/
const inkTable = {
	name: 'ink-table',
	setup(build) {
		const given = 'ink-of-ink-table';
		build.onLoad({filter: /src[\\/]ui[\\/]components[\\/]ink-table\.ts$/}, () => ({
			contents: `
				import {Box, Text} from 'ink';
				import given from '${given}';
				Object.assign(given, {Box, Text});
				export const loadTable = () => require('ink-table').default;`,
			resolveDir: '.',
		}));
		build.onResolve({filter: new RegExp(`^${given}$`)}, ({path}) => ({path, namespace: given}));
		build.onResolve({filter: /^ink$/}, ({kind}) =>
			kind === 'require-call' ? {path: given, namespace: given} : undefined,
		);
		build.onLoad({filter: /.*/, namespace: given}, () => ({contents: 'module.exports = {};'}));
	},
};
const require = createRequire(import.meta.url);
/**
Gives React, which is CommonJS, the exports of a module. Otherwise esbuild copies them for every module that imports it.
@type {import('esbuild').Plugin}
*/
const react = {
	name: 'react',
	setup(build) {
		const namespace = 'react';
		build.onResolve({filter: /^react(?:\/jsx-runtime)?$/}, ({path, kind}) =>
			kind === 'import-statement' ? {path, namespace, sideEffects: false} : undefined,
		);
		build.onLoad({filter: /.*/, namespace}, ({path}) => ({
			contents: [
				`const react = /* @__PURE__ */ require('${path}');`,
				'const get = name => react[name];',
				'export default react;',
				...Object.keys(require(path)).map(name => `export const ${name} = /* @__PURE__ */ get('${name}');`),
			].join('\n'),
			resolveDir: '.',
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
	define: {
		'process.env.NODE_ENV': '"production"',
		'process.env.DEV': '"false"',
		'Intl.Segmenter': 'Segmenter',
	},
	inject: [resolve('scripts/segmenter.mjs')],
	// Pure, so that merge-start.mjs leaves it out of files that need no `require`. A call with an argument would not be.
	banner: {
		js: `import {createRequire as __createRequire} from 'node:module'; const require = /* @__PURE__ */ (() => __createRequire(import.meta.url))();`,
	},
	external: ['pg-native', '@duckdb/node-api'],
	plugins: [yoga, stringWidth, inkOutput, inkTable, react, noDevtools],
	logLevel: 'warning',
	legalComments: 'linked',
};
