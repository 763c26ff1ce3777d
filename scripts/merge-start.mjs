// Merges the files that a start of the program loads together. esbuild makes a file for each set of entries that share
// modules, and Node takes 2 ms of processor time to find, read and link one: a tenth of the time to the first frame.
import {rm, writeFile} from 'node:fs/promises';
import {isBuiltin} from 'node:module';
import {basename, dirname} from 'node:path';
import * as esbuild from 'esbuild';
import {bundleOptions} from './bundle-options.mjs';

/** @typedef {import('esbuild').Metafile['outputs']} Outputs */
/**
Source files of entries.
@typedef {object} Entries
@property {string} cli What every start loads.
@property {string} query
@property {string} drawn The drawn notebook.
@property {string} plain The notebook as printed lines.
@property {string} commands All other commands.
@property {string} thread What threads run.
*/

/**
Merges files that the same starts load, and makes every other file import from the merged ones.
@param {Outputs} outputs The files that a build has written.
@param {Entries} entries
@returns the files that are left
*/
export async function mergeStart(outputs, entries) {
	const groups = [...groupFiles(outputs, entries).values()].map(paths => {
		// An entry that is imported dynamically keeps its name.
		const target =
			paths.find(path => Object.values(entries).includes(outputs[path]?.entryPoint ?? '')) ?? paths[0];
		return {target: /** @type {string} */ (target), others: paths.filter(path => path !== target)};
	});
	const stubs = new Set(groups.flatMap(({others}) => others));
	// First each group by itself: two files may export the same name.
	const merged = await Promise.all(
		groups.map(async ({target, others}) => {
			const exported = others.map((path, index) =>
				exportsFrom(path, outputs, name => [name, `${name}$${index}`]),
			);
			return bundleAgain(
				target,
				`${everythingFrom(target, outputs)} ${exported.join(' ')}`,
				new Set([target, ...others]),
			);
		}),
	);
	for (const [index, {target, others}] of groups.entries()) {
		await writeFile(target, merged[index] ?? '');
		for (const [number, path] of others.entries())
			await writeFile(
				path,
				exportsFrom(target, outputs, name => [`${name}$${number}`, name], path),
			);
	}
	// Then all files without the detour through the stubs.
	for (const [path, {imports}] of Object.entries(outputs)) {
		const isTarget = groups.some(({target}) => target === path);
		if (stubs.has(path) || !(isTarget || imports.some(imported => stubs.has(imported.path)))) continue;
		await writeFile(path, await bundleAgain(path, everythingFrom(path, outputs), new Set([path, ...stubs])));
	}
	// A stub that is imported dynamically stays.
	const unused = [...stubs].filter(path => outputs[path]?.entryPoint === undefined);
	for (const path of unused) await rm(path);
	return Object.keys(outputs).filter(path => !unused.includes(path));
}

/**
The files to merge, by who loads them. No group imports one that imports it: a file is loaded by all that load a file that
imports it. What a thread may import is a group of its own, so that no thread loads the program.
@param {Outputs} outputs @param {Entries} entries
*/
function groupFiles(outputs, {cli, query, drawn, plain, commands, thread}) {
	/** @param {string} source */
	const loaded = source => reachable(outputs, outputOf(outputs, source), ['import-statement']);
	const threads = reachable(outputs, outputOf(outputs, thread), ['import-statement', 'dynamic-import']);
	const [always, byQuery, byDrawn, byPlain, byCommands] = [
		loaded(cli),
		loaded(query),
		loaded(drawn),
		loaded(plain),
		loaded(commands),
	];
	/** @param {string} path */
	const groupOf = path => {
		if (threads.has(path)) return 'threads';
		if (always.has(path)) return 'always';
		if (byQuery.has(path)) return byDrawn.has(path) ? 'query, notebook' : 'query';
		if (byCommands.has(path)) return 'notebook, commands';
		return byPlain.has(path) ? 'notebook' : 'drawn';
	};
	/** @type {Map<string, string[]>} */
	const groups = new Map();
	for (const path of new Set([...always, ...byQuery, ...byDrawn])) {
		const group = groupOf(path);
		groups.set(group, [...(groups.get(group) ?? []), path]);
	}
	return groups;
}

/** Statements that export what a file exports. `*` means all but the default. @param {string} path @param {Outputs} outputs */
function everythingFrom(path, outputs) {
	const all = `export * from './${basename(path)}';`;
	return outputs[path]?.exports.includes('default')
		? `${all} export {default} from './${basename(path)}';`
		: all;
}

/**
A statement that exports what a file exports, under other names.
@param {string} from @param {Outputs} outputs @param {(name: string) => readonly [name: string, as: string]} rename
@param {string} path The file.
*/
function exportsFrom(from, outputs, rename, path = from) {
	const names = (outputs[path]?.exports ?? []).map(name => rename(name).join(' as '));
	return `export {${names.join(', ')}} from './${basename(from)}';`;
}

/**
Bundles a bundle again: with the code of others that are merged into it, and without importing Node's modules.
@param {string} path @param {string} contents @param {ReadonlySet<string>} merged Files whose code the result contains.
@returns the code
*/
export async function bundleAgain(
	path,
	contents = `export * from './${basename(path)}';`,
	merged = new Set([path]),
) {
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
			builtins,
		],
		write: false,
		outfile: path,
		legalComments: 'none',
	});
	return outputFiles[0]?.text ?? '';
}

/**
Node's modules that take up to 2 ms to load and that most starts of the program don't call. Their functions become wrappers,
which load the module when they are called and which no class can extend.
*/
const loadedWhenCalled = new Set(['node:child_process', 'node:crypto', 'node:zlib']);

/**
Takes Node's modules from the process instead of importing them: for an import, Node reads every property of the module,
and some are functions that load further modules.
@type {import('esbuild').Plugin}
*/
const builtins = {
	name: 'builtins',
	setup(build) {
		build.onResolve({filter: /./}, ({path, kind}) => {
			if (kind !== 'import-statement' || !isBuiltin(path)) return undefined;
			// Loaded anyway, by the limits of `require`.
			if (path === 'node:module') return {path, external: true, sideEffects: false};
			return {path, namespace: 'builtins', sideEffects: false};
		});
		build.onLoad({filter: /./, namespace: 'builtins'}, ({path}) => {
			const exported = Object.entries(process.getBuiltinModule(path) ?? {}).filter(([name]) =>
				/^[a-zA-Z]\w*$/.test(name),
			);
			const isLate = loadedWhenCalled.has(path);
			return {
				contents: [
					`const __load = () => process.getBuiltinModule('${path}');`,
					'const __module = /* @__PURE__ */ __load();',
					'const __get = name => __module[name];',
					'export default __module;',
					// esbuild leaves out those that nothing uses, and the module with them.
					...exported.map(([name, value]) =>
						isLate && typeof value === 'function'
							? `export function ${name}(...args) {
								const called = __load().${name};
								return new.target === undefined ? called(...args) : Reflect.construct(called, args);
							}`
							: `export const ${name} = /* @__PURE__ */ __get('${name}');`,
					),
				].join('\n'),
			};
		});
	},
};

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
