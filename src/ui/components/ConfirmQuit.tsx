import {Box} from 'ink';
import {padWidth} from '../../format/text-width.js';
import {type Line, span} from '../lines/line.js';
import {quitQuestion} from '../state/busy.js';
import type {Snapshot} from '../state/snapshot.js';
import {Lines} from './Lines.js';

/** A dialog that asks before running work is cancelled or a transaction rolled back. */
export function ConfirmQuit({state}: {readonly state: Snapshot}) {
	const {size} = state;
	const question = quitQuestion(state);
	const isSeen = state.mode.type === 'confirm-quit' && state.mode.isSeen;
	// Hide the keys until they work.
	const texts = isSeen ? question : [...question.slice(0, -1), ''];
	const width = Math.max(...question.map(text => text.length)) + 4;
	// Padded to the width, as the dialog is drawn over the screen.
	const lines = texts.map(
		(text, i): Line => [span(padWidth(`  ${text}`, width), {bold: i === 0 || i === texts.length - 1})],
	);
	return (
		<Box
			position="absolute"
			borderStyle="single"
			marginTop={Math.floor((size.rows - lines.length - 2) / 2)}
			marginLeft={Math.floor((size.columns - width - 2) / 2)}
		>
			<Lines lines={lines} />
		</Box>
	);
}
