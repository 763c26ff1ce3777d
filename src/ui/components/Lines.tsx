import {Box, Text, useIsScreenReaderEnabled} from 'ink';
import {memo, use} from 'react';
import type {Line, Span} from '../lines/line.js';
import {spokenLines} from '../lines/spoken-lines.js';
import {PaletteContext, subduedProps} from './palette-context.js';

/** Lines of the screen, each cut to the available width. */
export const Lines = memo(function Lines({lines}: {readonly lines: readonly Line[]}) {
	const shown = useIsScreenReaderEnabled() ? spokenLines(lines) : lines;
	return (
		<Box flexDirection="column">
			{shown.map((line, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: lines are identified only by their row
				<StyledLine key={i} line={line} />
			))}
		</Box>
	);
});

/** Compares lines by content: most are equal from frame to frame, and comparing is cheaper than drawing. */
const StyledLine = memo(
	function StyledLine({line}: {readonly line: Line}) {
		// Ink omits a row without text.
		if (line.every(({text}) => text === '')) return <Text> </Text>;
		return (
			<Text wrap="truncate">
				{line.map((piece, i) =>
					isPlain(piece) ? (
						piece.text
					) : (
						// biome-ignore lint/suspicious/noArrayIndexKey: pieces are identified only by their position
						<StyledText key={i} {...piece} />
					),
				)}
			</Text>
		);
	},
	(before, after) => isSameLine(before.line, after.line),
);

/** Whether a piece can be drawn without its own element, which saves 10 ms on the first frame. */
function isPlain({color, bold = false, dim = false, italic = false, inverse = false}: Span): boolean {
	return color === undefined && !bold && !dim && !italic && !inverse;
}

function StyledText({text, color, bold = false, dim = false, italic = false, inverse = false}: Span) {
	const palette = use(PaletteContext);
	return (
		<Text
			{...(dim && subduedProps(palette))}
			{...(color && {color: palette.colors[color]})}
			bold={bold}
			italic={italic}
			inverse={inverse}
		>
			{text}
		</Text>
	);
}

function isSameLine(a: Line, b: Line): boolean {
	return (
		a.length === b.length &&
		a.every((piece, i) => {
			const other = b[i]!;
			const isSameStyle =
				piece.color === other.color &&
				piece.bold === other.bold &&
				piece.dim === other.dim &&
				piece.italic === other.italic &&
				piece.inverse === other.inverse;
			return piece.text === other.text && isSameStyle;
		})
	);
}
