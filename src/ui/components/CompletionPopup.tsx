import {Box} from 'ink';
import {safeText} from '../../format/safe-text.js';
import {displayWidth, fitWidth, padWidth} from '../../format/text-width.js';
import {type Line, span} from '../lines/line.js';
import type {OpenCompletion} from '../state/mode.js';
import {Lines} from './Lines.js';

type Props = {
	readonly open: OpenCompletion;
	/** The screen position, moved left if the popup would not fit. */
	readonly row: number;
	readonly column: number;
	readonly columns: number;
};

const maxRows = 7;
const maxWidth = 60;

/** Completions, drawn over the screen below the word they complete. */
export function CompletionPopup({open: {completion, selected}, row, column, columns}: Props) {
	const suggestions = completion.suggestions.map(({text, detail}) => ({
		text: safeText(text),
		detail: safeText(detail),
	}));
	const top = Math.max(0, Math.min(selected - Math.floor(maxRows / 2), suggestions.length - maxRows));
	const shown = suggestions.slice(top, top + maxRows);
	const nameWidth = Math.max(...suggestions.map(({text}) => displayWidth(text)));
	const detailWidth = Math.max(...suggestions.map(({detail}) => displayWidth(detail)));
	const width = Math.min(nameWidth + detailWidth + 2, maxWidth, columns - 6);
	const lines = shown.map(({text, detail}, i): Line => {
		const isSelected = top + i === selected;
		const content = fitWidth(`${padWidth(text, nameWidth)}  ${detail}`, width);
		return [
			span(isSelected ? '❯ ' : '│ ', {color: 'cyan', bold: isSelected}),
			span(`${padWidth(content, width)} │`, {bold: isSelected}),
		];
	});
	const count = suggestions.length > maxRows ? ` ${selected + 1} of ${suggestions.length} ` : '';
	const bottom: Line = [span(`└${count}${'─'.repeat(Math.max(0, width + 2 - count.length))}┘`, {dim: true})];
	return (
		<Box position="absolute" marginTop={row} marginLeft={Math.max(0, Math.min(column, columns - width - 4))}>
			<Lines lines={[...lines, bottom]} />
		</Box>
	);
}
