// Compiles src, test and what test imports of scripts, file by file, into build/, where AVA runs the tests. Compiling each file when it is imported
// would cost every test process a second.
import {cp, rm} from 'node:fs/promises';
import * as esbuild from 'esbuild';

const outdir = 'build';
await rm(outdir, {recursive: true, force: true});
await esbuild.build({
	entryPoints: ['src/**/*.ts', 'src/**/*.tsx', 'test/**/*.ts', 'test/**/*.tsx', 'scripts/reference/*.ts'],
	outdir,
	outbase: '.',
	platform: 'node',
	format: 'esm',
	jsx: 'automatic',
	sourcemap: 'inline',
	sourcesContent: false,
	logLevel: 'warning',
});
// The test of the licences imports a script.
await cp('scripts', `${outdir}/scripts`, {recursive: true, filter: path => !path.endsWith('.ts')});
