import {type Line, span} from './line.js';

/** What a screen reader says instead of a mark. Other marks stand next to the word that they mean. */
const words: readonly (readonly [mark: RegExp, word: string])[] = [
	[/❯/g, 'selected '],
	[/✔/g, 'done '],
	[/✖/g, 'failed '],
	[/[▸▏⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g, ' '],
	[/ · /g, ', '],
	[/ +/g, ' '],
];

/** Lines as a screen reader says them: without rules, blank lines and padding, and with words in place of marks. */
export function spokenLines(lines: readonly Line[]): readonly Line[] {
	return lines.flatMap(line => {
		const drawn = line.map(({text}) => text).join('');
		const text = words
			.reduce((said, [mark, word]) => said.replaceAll(mark, word), drawn.replaceAll(/[─━│┌┐└┘├┤┬┴┼]/g, ' '))
			.trim();
		return text === '' ? [] : [[span(text)]];
	});
}
