import {Box, Text} from 'ink';
import {memo} from 'react';
import type {Line} from './line.js';

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
				{line.map(({text, color, bold = false, dim = false}, i) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: the same
					<Text key={i} {...(color && {color})} bold={bold} dimColor={dim}>
						{text}
					</Text>
				))}
			</Text>
		);
	},
	(before, after) => isSameLine(before.line, after.line),
);

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
