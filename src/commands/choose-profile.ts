import type {ListedProfile} from '../config/describe-profile.js';
import {CancelledError} from '../errors.js';
import {safeText} from '../format/safe-text.js';
import {displayWidth, padWidth, wrapText} from '../format/text-width.js';
import {terminalSize} from '../notebook/terminal-size.js';
import {readLine} from '../plain/ask.js';
import {untilInterrupted} from './interruption.js';

/** What is chosen: the options of the command line that name it; undefined if the user cancelled. */
export type Choice = readonly string[] | undefined;

const productionWord = 'PRODUCTION';

/** Red and inverse. Call this only where colors are shown. */
function inRed(word: string): string {
	return `\u001B[31;7m${word}\u001B[39;27m`;
}

/**
The lines of the list that a profile is chosen from. The last entry is the bundled sample.
@param columns Width of the terminal.
@param mark Colors the word for production.
*/
export function choiceLines(
	profiles: readonly ListedProfile[],
	columns: number,
	mark = (word: string) => word,
): readonly string[] {
	const names = [...profiles.map(({name}) => name), 'sample'];
	const abouts = [
		...profiles.map(
			({about, isProduction}) => `${isProduction ? `${productionWord} ` : ''}${safeText(about)}`,
		),
		'no profile: duckdb, by default with the bundled sample',
	];
	const nameWidth = Math.max(...names.map(displayWidth));
	return names.flatMap((name, i) => {
		const place = profiles[i] === undefined ? '' : `  (${safeText(profiles[i].place)})`;
		const start = `  ${String(i + 1).padStart(2)}  ${padWidth(name, nameWidth)}  `;
		const text = `${abouts[i]}${place}`;
		const room = columns - 1 - displayWidth(start);
		const lines = displayWidth(text) <= room ? [text] : wrapText(text, room);
		const [first = '', ...rest] = lines;
		const marked = profiles[i]?.isProduction ? first.replace(productionWord, mark) : first;
		return [start + marked, ...rest.map(line => ' '.repeat(displayWidth(start)) + line)];
	});
}

/** The options that an answer stands for; undefined if it is neither a number nor a name of the list. */
export function readChoice(typed: string, profiles: readonly ListedProfile[]): Choice {
	const text = typed.trim();
	const named = profiles.find(({name}) => name === text);
	const numbered = /^\d+$/.test(text) ? profiles[Number(text) - 1] : undefined;
	const profile = named ?? numbered;
	if (profile !== undefined) return ['--profile', profile.name];
	return text === 'sample' || Number(text) === profiles.length + 1 ? ['--engine', 'duckdb'] : undefined;
}

/** Asks on the terminal which warehouse to use. @throws CancelledError at the end of the input or on Ctrl+C */
export async function chooseProfile(profiles: readonly ListedProfile[]): Promise<readonly string[]> {
	const {stdin, stderr} = process;
	const lines = choiceLines(profiles, terminalSize(stderr).columns, stderr.hasColors() ? inRed : undefined);
	stderr.write(`Which warehouse?\n${lines.join('\n')}\n`);
	let choice: Choice;
	await untilInterrupted(
		async signal => {
			while (choice === undefined) {
				stderr.write('Number or name: ');
				const typed = await readLine(stdin, signal);
				if (typed === undefined) throw new CancelledError('Cancelled. Name a warehouse with --profile NAME.');
				choice = readChoice(typed, profiles);
				if (choice === undefined)
					stderr.write(`  Type a number from 1 to ${profiles.length + 1}, or a name.\n`);
			}
			return 0;
		},
		() => stderr.write('\n'),
	);
	if (choice === undefined) throw new CancelledError();
	return choice;
}
