// Bundles the program: one entry for the command line, one for the reader threads, chunks for code loaded on
// demand; the reader threads' WebAssembly; and the licences of bundled packages.
import {chmod, copyFile, readdir, rm, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import * as esbuild from 'esbuild';
import {bundleOptions} from './bundle-options.mjs';
import {compileAssembly} from './compile-assembly.mjs';
import {mergeStart} from './merge-start.mjs';
import {thirdPartyLicenses} from './third-party-licenses.mjs';

const folder = 'dist';
const {metafile} = await esbuild.build({
	...bundleOptions,
	entryPoints: {cli: 'src/cli.ts', 'read-worker': 'src/source/threads/read-worker.ts'},
	outdir: folder,
	metafile: true,
});
const files = await mergeStart(metafile.outputs, {
	cli: 'src/cli.ts',
	query: 'src/commands/query.ts',
	drawn: 'src/commands/drawn-notebook.ts',
	plain: 'src/commands/plain-notebook.ts',
	commands: 'src/commands/run-command.ts',
	thread: 'src/source/threads/read-worker.ts',
});
const records = 'records.wasm';
await compileAssembly('src/source/json/assembly/records.ts', join(folder, records));
const entry = 'cli.cjs';
await copyFile(join('src', entry), join(folder, entry));
await chmod(join(folder, entry), 0o755);
await writeFile('THIRD-PARTY-LICENSES', await thirdPartyLicenses(metafile));

// Chunks of earlier builds have other names. Delete them last, so that a failed build leaves a working program.
const made = new Set([entry, records, ...files.map(path => basename(path))]);
for (const name of await readdir(folder)) {
	if (!made.has(name)) await rm(join(folder, name), {recursive: true});
}
