import {exitCode} from '../errors.js';
import {bytes, count, duration} from '../format/figures.js';
import {safeText} from '../format/safe-text.js';
import {fitWidth} from '../format/text-width.js';
import {terminalSize} from '../notebook/terminal-size.js';
import {LiveLine} from '../plain/live-line.js';
import {generateData} from '../sample/generate.js';
import {untilInterrupted} from './interruption.js';
import type {GenerateInvocation} from './invocation.js';
import {canRewrite} from './standard-reporter.js';

/** `generate`: writes Sparkify-shaped data, with progress on standard error. Returns the exit code. */
export async function generate({folder, events, songs, days, seed}: GenerateInvocation): Promise<number> {
	const {stderr} = process;
	const line = canRewrite(stderr) ? new LiveLine(stderr) : undefined;
	const started = performance.now();
	return untilInterrupted(
		async signal => {
			let size = 0;
			try {
				const work = generateData({directory: folder, events, songs, days, seed, signal});
				for await (const {phase, done, total, bytes: written} of work) {
					size = written;
					const text = `${count(done)} of ${count(total)} ${phase}, ${bytes(written)}  ${duration(performance.now() - started)}`;
					if (phase !== 'finished') line?.show(fitWidth(text, terminalSize(stderr).columns - 1));
				}
			} finally {
				line?.clear();
			}
			const summary = `${count(events)} events and ${count(songs)} songs, ${bytes(size)}, in ${safeText(folder)}`;
			stderr.write(`${summary}  ${duration(performance.now() - started)}\n`);
			return exitCode.done;
		},
		() => stderr.write('\nInterrupted. Removing what was written. Interrupt again to exit immediately.\n'),
	);
}
