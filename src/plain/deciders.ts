import type {Readable} from 'node:stream';
import {UsageError} from '../errors.js';
import {wrapText} from '../format/text-width.js';
import {chainLosses, isConfirmed} from '../load/chain-losses.js';
import type {LoadSession} from '../load/load-session.js';
import type {Loss} from '../load/losses.js';
import {stages as allStages} from '../load/stages.js';
import type {StageId} from '../star/stages.js';
import {invalidAnswer, moveQuestion, question, readAnswer} from './answers.js';
import {dropInput, readLine} from './ask.js';
import {lossText, plainPlanLines} from './plan-lines.js';
import type {Decision} from './run-stages.js';
import {positionOf, positionText} from './stage-position.js';

/** Called before each stage that can run. */
export type Decide = (stage: StageId) => Promise<Decision>;

/**
Decides without a terminal: runs everything unless rows would be lost, which is checked after `connect` and before
anything is changed.
@returns a function that throws UsageError when rows would be lost
*/
export function unattended(session: LoadSession, stages: readonly StageId[]): Decide {
	let checked = false;
	return async stage => {
		if (stage === 'connect' || checked) return 'run';
		for (const id of stages) {
			if (id === 'connect') continue;
			const {destroys} = await session.plan(id);
			if (destroys.length === 0) continue;
			throw new UsageError({
				message: `${id} would remove ${lossText(destroys)}. Without a terminal, this can't be confirmed.`,
				advice: 'Nothing was changed. Use --yes to confirm.',
			});
		}
		checked = true;
		return 'run';
	};
}

export type AttendedOptions = {
	readonly stages: readonly StageId[];
	readonly input: Readable;
	/** Writes text to the terminal, without adding a line end. */
	readonly write: (text: string) => void;
	/** Width of the terminal. */
	readonly columns: number;
	readonly signal: AbortSignal;
};

const indentation = '    ';

/** Asks at a terminal whether to move a damaged database file aside. */
export async function confirmMove({
	input,
	write,
	signal,
}: Pick<AttendedOptions, 'input' | 'write' | 'signal'>): Promise<boolean> {
	await dropInput(input);
	write(`${indentation}${moveQuestion}`);
	const typed = await readLine(input, signal);
	if (typed === undefined) write('\n');
	return typed?.trim() === 'yes';
}

/** Decides at a terminal: shows what each stage would do and asks the user. */
export function attended(
	session: LoadSession,
	{stages, input, write, columns, signal}: AttendedOptions,
): Decide {
	let runsAll = false;
	let confirmed: readonly Loss[] = [];
	return async stage => {
		const plan = await session.plan(stage);
		const destructive = !isConfirmed(plan.destroys, confirmed);
		if (runsAll && !destructive) return 'run';
		// One prompt covers this stage and all after it.
		const losses = destructive ? await chainLosses(session, stages.slice(stages.indexOf(stage))) : [];
		const {title} = allStages[stage];
		const lines = [
			...plainPlanLines(allStages[stage], plan),
			...(isConfirmed(losses, plan.destroys) ? [] : [`All stages together remove ${lossText(losses)}.`]),
		].flatMap(line => wrapText(line, columns - indentation.length));
		write(`\n${positionText(positionOf(stage, stages))}${title}\n`);
		write(lines.map(line => `${indentation}${line}\n`).join(''));
		for (;;) {
			await dropInput(input);
			write(`${indentation}${question(destructive)}`);
			const typed = await readLine(input, signal);
			if (typed === undefined) write('\n');
			switch (readAnswer(typed, destructive)) {
				case 'run':
					confirmed = [...confirmed, ...losses];
					return 'run';
				case 'all':
					runsAll = true;
					return 'run';
				case 'skip':
					return 'skip';
				case 'stop':
					return 'stop';
				case 'sql':
					write(
						plan.sql.length === 0
							? `${indentation}No SQL.\n`
							: `\n${plan.sql.map(text => `${text};\n`).join('\n')}\n`,
					);
					break;
				case undefined:
					write(`${indentation}${invalidAnswer(typed ?? '')}\n`);
					break;
			}
		}
	};
}
