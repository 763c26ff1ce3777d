import {Box, Text} from 'ink';
import {memo} from 'react';
import type {Line, Span} from './line.js';

/** Lines of the screen, one below the other; what is wider than the room for it is cut. */
export const Lines = memo(function Lines({lines}: {readonly lines: readonly Line[]}) {
	return (
		<Box flexDirection="column">
			{lines.map((line, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line is what stands in its row, it has no other identity
				<StyledLine key={i} line={line} />
			))}
		</Box>
	);
});

/** Most lines are the same from frame to frame, though made anew: comparing them is cheaper than drawing them. */
const StyledLine = memo(
	function StyledLine({line}: {readonly line: Line}) {
		// Without any text Ink would leave the row out.
		if (line.every(({text}) => text === '')) return <Text> </Text>;
		return (
			<Text wrap="truncate">
				{line.map((piece, i) =>
					isPlain(piece) ? (
						piece.text
					) : (
						// biome-ignore lint/suspicious/noArrayIndexKey: the same
						<StyledText key={i} {...piece} />
					),
				)}
			</Text>
		);
	},
	(before, after) => isSameLine(before.line, after.line),
);

/** Text without a style needs no element of its own: the first frame comes 10 ms earlier. */
function isPlain({color, bold = false, dim = false}: Span): boolean {
	return color === undefined && !bold && !dim;
}

function StyledText({text, color, bold = false, dim = false}: Span) {
	return (
		<Text {...(color && {color})} bold={bold} dimColor={dim}>
			{text}
		</Text>
	);
}

function isSameLine(a: Line, b: Line): boolean {
	return (
		a.length === b.length &&
		a.every((piece, i) => {
			const other = b[i]!;
			const isSameStyle = piece.color === other.color && piece.bold === other.bold && piece.dim === other.dim;
			return piece.text === other.text && isSameStyle;
		})
	);
}
