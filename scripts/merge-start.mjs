// Merges the chunks that every start loads into the entry of the command line. esbuild makes a chunk for each set of entries
// that share modules, and Node takes 2 ms of processor time to find, read and link a file: a tenth of the time to the first
// frame.
import {rm, writeFile} from 'node:fs/promises';
import {basename, dirname} from 'node:path';
import * as esbuild from 'esbuild';
import {bundleOptions} from './bundle-options.mjs';

/** @typedef {import('esbuild').Metafile['outputs']} Outputs */

/**
Rewrites an entry so that it contains the chunks that it imports statically, and every other file so that it imports them
from the entry. What a thread may import stays in small files, so that no thread loads the entry.
@param {Outputs} outputs The files that a build has written.
@param {{readonly entry: string, readonly thread: string}} sources Source files of the entry and of what threads run.
@returns the files that are left
*/
export async function mergeStart(outputs, sources) {
	const entry = outputOf(outputs, sources.entry);
	const threadFiles = reachable(outputs, outputOf(outputs, sources.thread), [
		'import-statement',
		'dynamic-import',
	]);
	const chunks = [...reachable(outputs, entry, ['import-statement'])].filter(
		path => path !== entry && !threadFiles.has(path),
	);
	// Two chunks may export the same name.
	const exported = chunks.map((path, index) => ({
		path,
		names: (outputs[path]?.exports ?? []).map(name => ({name, as: `${name}_${index}`})),
	}));
	const imports = exported.map(({path, names}) => exportsFrom(path, names));
	await bundleAgain(
		entry,
		`export * from './${basename(entry)}'; ${imports.join(' ')}`,
		new Set([entry, ...chunks]),
	);
	for (const {path, names} of exported)
		await writeFile(
			path,
			exportsFrom(
				entry,
				names.map(({name, as}) => ({name: as, as: name})),
			),
		);
	const merged = new Set(chunks);
	for (const [path, {imports}] of Object.entries(outputs)) {
		if (path === entry || merged.has(path) || !imports.some(imported => merged.has(imported.path))) continue;
		await bundleAgain(path, `export * from './${basename(path)}';`, new Set([path, ...chunks]));
	}
	// Other chunks stay: they are imported dynamically.
	const unused = chunks.filter(path => outputs[path]?.entryPoint === undefined);
	for (const path of unused) await rm(path);
	return Object.keys(outputs).filter(path => !unused.includes(path));
}

/** @param {string} path @param {readonly {readonly name: string, readonly as: string}[]} names */
function exportsFrom(path, names) {
	return `export {${names.map(({name, as}) => `${name} as ${as}`).join(', ')}} from './${basename(path)}';`;
}

/** @param {string} path Rewritten. @param {string} contents @param {ReadonlySet<string>} merged Files whose code it will contain. */
async function bundleAgain(path, contents, merged) {
	const names = new Set([...merged].map(file => basename(file)));
	const {outputFiles} = await esbuild.build({
		...bundleOptions,
		stdin: {contents, resolveDir: dirname(path)},
		splitting: false,
		banner: {},
		plugins: [
			{
				name: 'merged',
				setup(build) {
					build.onResolve({filter: /^\.\//}, ({path: imported, kind}) =>
						kind === 'dynamic-import' || !names.has(basename(imported))
							? {path: imported, external: true}
							: undefined,
					);
				},
			},
		],
		write: false,
		outfile: path,
		legalComments: 'none',
	});
	for (const {contents: bundled} of outputFiles) await writeFile(path, bundled);
}

/** @param {Outputs} outputs @param {string} source */
function outputOf(outputs, source) {
	const found = Object.entries(outputs).find(([, {entryPoint}]) => entryPoint === source);
	if (found === undefined) throw new Error(`${source} has no output file.`);
	return found[0];
}

/**
The output files that are loaded with one.
@param {Outputs} outputs @param {string} start @param {readonly string[]} kinds Of imports.
*/
function reachable(outputs, start, kinds) {
	const seen = new Set([start]);
	for (const path of seen) {
		for (const {path: imported, kind, external} of outputs[path]?.imports ?? [])
			if (external !== true && kinds.includes(kind)) seen.add(imported);
	}
	return seen;
}
