import {Box} from 'ink';
import {tourBox} from '../lines/tour-lines.js';
import type {Size} from '../state/ui-state.js';
import {Lines} from './Lines.js';

/** A step of the tour, drawn over the screen, whose keys work as without it. */
export function Tour({step, size}: {readonly step: number; readonly size: Size}) {
	const {lines, top, left} = tourBox(step, size);
	return (
		<Box position="absolute" borderStyle="single" marginTop={top} marginLeft={left}>
			<Lines lines={lines} />
		</Box>
	);
}
