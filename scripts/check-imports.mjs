// Checks imports between folders against a table, and rejects circles and branches on an engine's name.
import {readdir, readFile} from 'node:fs/promises';
import {dirname, join, relative, resolve} from 'node:path';

/**
Folder under src/ -> folders it may import from, in addition to itself and the leaves.
@type {Readonly<Record<string, readonly string[]>>}
*/
const allowed = {
	config: [],
	source: ['config'],
	advice: ['config'],
	warehouse: ['config', 'source', 'advice'],
	load: ['config', 'source', 'warehouse'],
	notebook: ['config', 'source', 'warehouse'],
	ui: ['config', 'source', 'warehouse', 'load', 'notebook'],
	plain: ['config', 'source', 'warehouse', 'load', 'notebook', 'ui'],
	parity: ['config', 'source', 'warehouse', 'load'],
	doctor: ['config', 'source', 'warehouse'],
	sample: [],
	commands: [
		'config',
		'source',
		'warehouse',
		'load',
		'notebook',
		'ui',
		'plain',
		'sample',
		'parity',
		'doctor',
	],
};
/**
Folder under src/ui/ -> other folders there that it may import from. Files directly in src/ui/ may import all.
@type {Readonly<Record<string, readonly string[]>>}
*/
const allowedInUi = {
	state: [],
	keys: ['state'],
	lines: ['state', 'keys'],
	control: ['state', 'keys', 'lines'],
	hooks: ['keys'],
	components: ['state', 'keys', 'lines', 'hooks'],
};
/** Modules without dependencies, which any module may import. */
const leaves = new Set(['errors.ts', 'package-root.ts', 'sql', 'format', 'files', 'star']);
/**
Folders that may import only types from the engine.
@type {Readonly<Record<string, readonly string[]>>}
*/
const typesOnly = {ui: ['config', 'source', 'warehouse'], plain: ['config', 'source', 'warehouse']};
/** Folders that may branch on an engine's name. Elsewhere, `Warehouse` has a method or property for the difference. */
const knowsEngines = new Set(['warehouse', 'config', 'doctor', 'commands']);
/** Folders that know all engines alike: they import from src/warehouse/, not from the folder of an engine in it. */
const knowsNoEngine = new Set(['load', 'ui', 'plain', 'parity', 'source']);
const engineName = "'(?:duckdb|postgres|redshift)'";
const engineBranch = new RegExp(
	[
		String.raw`\.engine\b`,
		String.raw`[{,]\s*engine\s*(?:[,:=][^{}]*)?\}\s*[:=](?!=)`,
		String.raw`[!=]==?\s*${engineName}`,
		String.raw`${engineName}\s*[!=]==?`,
		String.raw`\bcase\s+${engineName}`,
	].join('|'),
);

const files = (await readdir('src', {recursive: true, withFileTypes: true}))
	.filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
	.map(entry => join(entry.parentPath, entry.name));
const problems = [];
const graph = new Map();

for (const file of files) {
	const text = await readFile(file, 'utf8');
	const folder = folderOf(file);
	const branch = engineBranch.exec(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''));
	if (branch !== null && !knowsEngines.has(folder))
		problems.push(`${file}: branches on the engine's name (${branch[0]})`);
	const targets = [];
	for (const [, typeOnly, specifier = ''] of text.matchAll(
		/(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+'(\.[^']+)'/g,
	)) {
		targets.push({specifier, typeOnly: typeOnly !== undefined});
	}
	for (const [, specifier = ''] of text.matchAll(/import\(\s*'(\.[^']+)'\s*\)/g))
		targets.push({specifier, typeOnly: false});
	for (const [, specifier = ''] of text.matchAll(/(?:^|\n)import\s+'(\.[^']+)'/g))
		targets.push({specifier, typeOnly: false});

	const edges = [];
	for (const {specifier, typeOnly} of targets) {
		const base = resolve(dirname(file), specifier).replace(/\.js$/, '');
		const target = files.find(other => resolve(other).replace(/\.tsx?$/, '') === base);
		if (target === undefined) {
			problems.push(`${file}: imports ${specifier}, which is not there`);
			continue;
		}
		edges.push(target);
		const to = folderOf(target);
		if (folder === 'ui' && to === 'ui') {
			const [from, into] = [folderOf(file, 'src/ui'), folderOf(target, 'src/ui')];
			if (from !== into && from in allowedInUi && !allowedInUi[from]?.includes(into))
				problems.push(`${file}: ui/${from}/ may not import ui/${into}/`);
		}
		const engine = /^src.warehouse.\w+[/\\]/.test(target);
		if (engine && knowsNoEngine.has(folder))
			problems.push(`${file}: ${folder}/ may not import from an engine's folder`);
		if (folder === to || leaves.has(to)) continue;
		if (leaves.has(folder)) problems.push(`${file}: a leaf may not import ${to}/`);
		else if (folder === 'cli.ts') {
			if (to !== 'commands') problems.push(`${file}: cli.ts may import commands/ only, not ${to}/`);
		} else if (!allowed[folder]?.includes(to)) problems.push(`${file}: ${folder}/ may not import ${to}/`);
		else if (!typeOnly && typesOnly[folder]?.includes(to))
			problems.push(`${file}: ${folder}/ may import types only from ${to}/`);
	}
	graph.set(file, edges);
}

/**
The folder of a file under src/ or another root; the file itself if it is in none.
@param {string} file
*/
function folderOf(file, root = 'src') {
	return relative(root, file).split('/', 1)[0] ?? '';
}

const finished = new Set();
/**
@param {string} file
@param {readonly string[]} path
*/
function visit(file, path) {
	if (finished.has(file)) return;
	if (path.includes(file)) {
		problems.push(`circle: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`);
		return;
	}
	for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
	finished.add(file);
}
for (const file of files) visit(file, []);

if (problems.length > 0) {
	console.error(problems.join('\n'));
	process.exit(1);
}
console.log(`${files.length} files: all imports allowed.`);
