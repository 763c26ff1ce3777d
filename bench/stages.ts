/** What the stages of a load took, from the lines that `load --json` wrote. */
import {readFileSync} from 'node:fs';
import {duration} from '../src/format/figures.js';

type StageEvent = {
	readonly type: 'stage-started' | 'stage-finished';
	readonly stage: string;
	readonly at: string;
	/** Only of a finished stage. */
	readonly ms: number;
};

function stageEvents(output: string): readonly StageEvent[] {
	return readFileSync(output, 'utf8')
		.trim()
		.split('\n')
		.map(line => JSON.parse(line) as StageEvent)
		.filter(({type}) => type === 'stage-started' || type === 'stage-finished');
}

/**
The share of a load that reconciles rather than loads: `verify`, and between two stages the counting of the tables.
@returns percent
*/
export function checkingShare(output: string): number {
	const events = stageEvents(output);
	let checking = 0;
	for (const [index, {type, stage, at}] of events.slice(1).entries()) {
		if (type === 'stage-started' || stage === 'verify')
			checking += Date.parse(at) - Date.parse(events[index]!.at);
	}
	return (100 * checking) / (Date.parse(events.at(-1)!.at) - Date.parse(events[0]!.at));
}

/** `the last round by stage: connect 0.3 s, …` */
export function stageTimes(output: string): string {
	const finished = stageEvents(output).filter(({type}) => type === 'stage-finished');
	return `the last round by stage: ${finished.map(({stage, ms}) => `${stage} ${duration(ms)}`).join(', ')}`;
}
