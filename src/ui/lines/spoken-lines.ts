import {type Line, span} from './line.js';

/** Rules and frames. */
const rules = /[\u2500-\u2502\u250C\u2510\u2514\u2518\u251C\u2524\u252C\u2534\u253C]/g;
/** Spinners, cursors and markers of rows. */
const meaningless = /[\u25B8\u258F\u280B\u2819\u2839\u2838\u283C\u2834\u2826\u2827\u2807\u280F]/g;
/** What a screen reader says instead of a mark. Other marks stand next to the word that they mean. */
const words: readonly (readonly [mark: string | RegExp, word: string])[] = [
	[rules, ' '],
	['❯', 'selected '],
	['✔', 'done '],
	['✖', 'failed '],
	[meaningless, ' '],
	[' · ', ', '],
	[/ +/g, ' '],
];

/** Lines as a screen reader says them: without rules, blank lines and padding, and with words in place of marks. */
export function spokenLines(lines: readonly Line[]): readonly Line[] {
	return lines.flatMap(line => {
		const text = words
			.reduce((said, [mark, word]) => said.replaceAll(mark, word), line.map(({text}) => text).join(''))
			.trim();
		return text === '' ? [] : [[span(text)]];
	});
}
