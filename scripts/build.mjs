// Bundles the program: one entry for the command line, one for the reader threads, chunks for what is loaded on demand.
import {rm} from 'node:fs/promises';
import * as esbuild from 'esbuild';
import {bundleOptions} from './bundle-options.mjs';

await rm('dist', {recursive: true, force: true});
await esbuild.build({
	...bundleOptions,
	entryPoints: {cli: 'src/cli.ts', 'read-worker': 'src/source/read-worker.ts'},
	outdir: 'dist',
});
