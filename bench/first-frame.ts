/** The time from process start to the first frame, against a minimal Ink program that is bundled the same way. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import process from 'node:process';
import * as esbuild from 'esbuild';
import * as pty from 'node-pty';
import {bundleOptions} from '../scripts/bundle-options.mjs';
import {bundleAgain} from '../scripts/merge-start.mjs';
import {alternate, type Benchmark, compared} from './benchmark.js';
import {inherited, program} from './processes.js';

/** Milliseconds until `frame` appears on the terminal. */
async function timeToFrame(folder: string, script: string, frame: string): Promise<number> {
	const started = performance.now();
	const child = pty.spawn(process.execPath, [script], {
		cols: 80,
		rows: 24,
		cwd: folder,
		env: {...inherited(), XDG_STATE_HOME: folder},
	});
	let seen = '';
	const took = await new Promise<number>((done, failed) => {
		child.onData(data => {
			seen += data;
			if (seen.includes(frame)) done(performance.now() - started);
		});
		child.onExit(() => failed(new Error(`No frame with "${frame}": ${seen}`)));
	});
	child.kill('SIGKILL');
	return took;
}

export const firstFrame: Benchmark = {
	id: 'first-frame',
	async *measure(context) {
		const folder = join(context.folder, 'first-frame');
		mkdirSync(folder);
		writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
		const hello = resolve('bench/limits/hello-ink.tsx');
		// The bundle needs no node_modules, so its location doesn't matter.
		await esbuild.build({...bundleOptions, entryPoints: {hello}, outdir: folder});
		const file = join(folder, 'hello.mjs');
		writeFileSync(file, await bundleAgain(file));
		yield compared(
			'ms',
			{
				id: 'first-frame',
				title: 'First frame',
				against: 'the smallest Ink program, bundled alike',
				goal: 1.35,
			},
			await alternate(context.rounds(21, 11), {
				ours: async () => timeToFrame(folder, program, 'Try it on the sample'),
				theirs: async () => timeToFrame(folder, file, 'Hello'),
			}),
		);
	},
};
