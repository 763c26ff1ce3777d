// Bundle options of the program (build.mjs) and of the programs it is compared with (bench/).
import {readFile} from 'node:fs/promises';

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

// The first frame comes 40 ms earlier with the two Yoga patches and the string-width patch (158 -> 116 ms on Node 20).
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
const inkDevtools = patch('ink-devtools', /ink[\\/]build[\\/]reconciler\.js$/, code =>
	code.replaceAll(`process.env['DEV'] === 'true'`, 'false'),
);
// Characters of one code unit and one column: Latin text, boxes and the symbols of our own screen.
const simple = String.raw`\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2190-\u2193\u2500-\u259F\u25B8\u2714\u2716\u276F\u2800-\u28FF`;
// Measure such text without Intl.Segmenter and the RGI_Emoji expression, which takes 20 ms to compile.
const stringWidth = patch('string-width', /string-width[\\/]index\.js$/, code =>
	code.replace(String.raw`/^[\u0020-\u007E]*$/`, `/^[${simple}]*$/`),
);
// Tokenize it without them, too. This and the two patches below save 6 ms of the first frame.
const tokenize = patch('ansi-tokenize', /ansi-tokenize[\\/]build[\\/]tokenize\.js$/, code =>
	code
		.replace(
			/const segmenter = (new Intl\.Segmenter\([^;]*\));/,
			'let segmenter; const segments = text => (segmenter ??= $1).segment(text);',
		)
		.replace(
			'for (const { segment, index } of segmenter.segment(str)) {',
			`const isSimple = /^[\\x1B\\n${simple}]*$/.test(str);
	for (const {segment, index} of isSimple ? Array.from(str, (segment, index) => ({segment, index})) : segments(str)) {`,
		)
		.replace(
			'isFullwidthGrapheme(segment, codePoint)',
			'!isSimple && isFullwidthGrapheme(segment, codePoint)',
		),
);
// Don't copy the styles for each character.
const styledChars = patch('ansi-styled-chars', /ansi-tokenize[\\/]build[\\/]styledChars\.js$/, code =>
	code.replace(
		/\.\.\.token,\s*styles: \[\.\.\.codes\]/,
		'type: token.type, value: token.value, fullWidth: token.fullWidth, styles: codes',
	),
);
// Don't look for invisible characters.
const inkOutput = patch('ink-output', /ink[\\/]build[\\/]output\.js$/, code =>
	code.replace(
		/cached = styledCharsFromTokens\(tokenize\(line\)\)\.filter\(/,
		`cached = styledCharsFromTokens(tokenize(line));
			if (!/^[\\x1B\\n${simple}]*$/.test(line)) cached = cached.filter(`,
	),
);
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
	define: {'process.env.NODE_ENV': '"production"'},
	banner: {
		js: `import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);`,
	},
	external: ['pg-native', '@duckdb/node-api'],
	plugins: [
		yogaBinary,
		yogaSync,
		inkDevtools,
		stringWidth,
		tokenize,
		styledChars,
		inkOutput,
		inkTable,
		noDevtools,
	],
	logLevel: 'warning',
	legalComments: 'linked',
};
