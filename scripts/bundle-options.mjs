// Bundle options of the program (build.mjs) and of the programs it is compared with (bench/).
import {readFile} from 'node:fs/promises';
import {resolve} from 'node:path';

/**
Patches one file of a dependency. Fails the build if the text to replace is missing.
@type {(name: string, filter: RegExp, edit: (code: string) => string) => import('esbuild').Plugin}
*/
const patch = (name, filter, edit) => ({
	name,
	setup(build) {
		build.onLoad({filter}, async ({path}) => {
			const before = await readFile(path, 'utf8');
			const contents = edit(before);
			if (contents === before) throw new Error(`${name}: nothing to patch in ${path}`);
			return {contents, loader: path.endsWith('.ts') ? 'ts' : 'js'};
		});
	},
});

// Yoga fetch()es its own data: URL, which loads undici, and awaits at top level, which forbids require('ink').
const yogaBinary = patch('yoga-binary', /yoga-wasm-base64-esm\.js$/, code =>
	code.replace(
		/(data:application\/octet-stream;base64,)([A-Za-z\d+/=]+)([\s\S]*)/,
		"$1$3\nexport const wasmBase64 = '$2';",
	),
);
const yogaSync = patch('yoga-sync', /yoga-layout[\\/]dist[\\/]src[\\/]index\.js$/, code =>
	code.replace('import loadYoga from', 'import loadYoga, {wasmBase64} from').replace(
		'const Yoga = wrapAssembly(await loadYoga());',
		`
const yogaModule = {instantiateWasm(imports, done) {
	const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(wasmBase64, 'base64')), imports);
	done(instance);
	return instance.exports;
}};
loadYoga(yogaModule);
const Yoga = wrapAssembly(yogaModule);`,
	),
);
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
// In the bundle ink-table shares our Ink anyway, without seeding require's cache.
const inkTable = patch(
	'ink-table',
	/src[\\/]ui[\\/]ink-table\.ts$/,
	() => `import inkTable from 'ink-table'; export const Table = inkTable.default;`,
);
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
	minifySyntax: true,
	outExtension: {'.js': '.mjs'},
	define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
	banner: {
		js: `import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);`,
	},
	external: ['pg-native', '@duckdb/node-api'],
	plugins: [yogaBinary, yogaSync, stringWidth, inkTable, noDevtools],
	logLevel: 'warning',
	legalComments: 'linked',
};
