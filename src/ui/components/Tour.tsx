import {Box} from 'ink';
import {tourBoxOf} from '../lines/tour-lines.js';
import type {Snapshot} from '../state/snapshot.js';
import {Lines} from './Lines.js';

/** The step of the tour, drawn over the screen, whose keys work as without it. */
export function Tour({state}: {readonly state: Snapshot}) {
	const box = tourBoxOf(state);
	if (box === undefined) return null;
	const {lines, top, left} = box;
	return (
		<Box position="absolute" borderStyle="single" marginTop={top} marginLeft={left}>
			<Lines lines={lines} />
		</Box>
	);
}
