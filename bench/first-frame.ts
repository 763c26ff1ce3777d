/**
Measures the time from process start to the first frame, against a minimal Ink program that is bundled the same way.
Run: npm run build && node --import=tsx bench/first-frame.ts [--rounds 15]
*/
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import * as esbuild from 'esbuild';
import * as pty from 'node-pty';
import {bundleOptions} from '../scripts/bundle-options.mjs';
import {median} from './median.js';

const {values} = parseArgs({options: {rounds: {type: 'string', default: '15'}}});
const folder = mkdtempSync(join(tmpdir(), 'sparkify-bench-'));
const hello = join(resolve('bench'), 'hello-ink.tsx');
await esbuild.build({...bundleOptions, entryPoints: {hello}, outdir: folder});
// The bundle needs no node_modules, so its location doesn't matter.
const programs = [
	{name: 'hello-ink', args: [join(folder, 'hello.mjs')], frame: 'Hello'},
	{name: 'sparkify-tui', args: [resolve('dist/cli.cjs')], frame: 'connect'},
];

/** Milliseconds until `frame` appears on the terminal. */
async function firstFrame(args: readonly string[], frame: string): Promise<number> {
	const {CI: _, ...env} = process.env;
	const started = performance.now();
	const child = pty.spawn(process.execPath, [...args], {
		cols: 80,
		rows: 24,
		cwd: folder,
		env: {...env, XDG_STATE_HOME: folder} as Record<string, string>,
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

writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
const times = programs.map(() => [] as number[]);
for (let round = 0; round <= Number(values.rounds); round++) {
	for (const [index, {args, frame}] of programs.entries()) {
		const took = await firstFrame(args, frame);
		// Discard the first round, which warms the file cache.
		if (round > 0) times[index]!.push(took);
	}
}
for (const [index, {name}] of programs.entries())
	console.log(`${name.padEnd(14)} ${median(times[index]!).toFixed(0)} ms`);
console.log(`ratio          ${median(times[1]!.map((took, round) => took / times[0]![round]!)).toFixed(2)}`);
rmSync(folder, {recursive: true, force: true});
process.exit(0);
