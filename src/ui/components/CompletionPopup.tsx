import {Box} from 'ink';
import {safeText} from '../../format/safe-text.js';
import {displayWidth, fitWidth, padWidth} from '../../format/text-width.js';
import {type Line, span} from '../lines/line.js';
import type {OpenCompletion} from '../state/mode.js';
import {Lines} from './Lines.js';

type Props = {
	readonly open: OpenCompletion;
	/** The screen row of the word. */
	readonly row: number;
	/** Rows that the popup may cover below and above the word. */
	readonly rowsBelow: number;
	readonly rowsAbove: number;
	/** The column of the word; the popup moves left if it would not fit. */
	readonly column: number;
	readonly columns: number;
};

const maxHeight = 7;
const maxWidth = 60;

/** Completions, drawn over the screen below the word they complete or, where there is more room, above it. */
export function CompletionPopup({
	open: {completion, selected},
	row,
	rowsBelow,
	rowsAbove,
	column,
	columns,
}: Props) {
	// The border takes a row.
	const wanted = Math.min(maxHeight, completion.suggestions.length) + 1;
	const isBelow = rowsBelow >= wanted || rowsBelow >= rowsAbove;
	const maxRows = Math.max(1, Math.min(maxHeight, (isBelow ? rowsBelow : rowsAbove) - 1));
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
		<Box
			position="absolute"
			marginTop={isBelow ? row + 1 : row - lines.length - 1}
			marginLeft={Math.max(0, Math.min(column, columns - width - 4))}
		>
			<Lines lines={[...lines, bottom]} />
		</Box>
	);
}
