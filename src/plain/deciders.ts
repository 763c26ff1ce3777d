import type {Readable} from 'node:stream';
import {UsageError} from '../errors.js';
import {wrapText} from '../format/text-width.js';
import {isConfirmed} from '../load/chain-losses.js';
import type {RunStagesOptions} from '../load/run-stages.js';
import {stages as allStages} from '../load/stages.js';
import type {StageId} from '../star/stages.js';
import {invalidAnswer, moveQuestion, question, readAnswer} from './answers.js';
import {dropInput, readLine} from './ask.js';
import {lossText, plainPlanLines} from './plan-lines.js';
import {positionOf, positionText} from './stage-position.js';

/** How a run of stages is confirmed. */
export type Confirmation = Pick<RunStagesOptions, 'decide' | 'confirmsFirst'>;

/**
Decides without a terminal: runs everything unless rows would be lost, which is checked after `connect` and before
anything is changed. The decision throws UsageError when rows would be lost.
@param production The name of the warehouse, if it is marked as production.
*/
export function unattended(production?: string): Confirmation {
	let isChecked = false;
	return {
		confirmsFirst: true,
		decide({stage, losses}) {
			const [first] = losses;
			if (first !== undefined && !isChecked) {
				const own = losses.filter(loss => loss.stage === first.stage);
				throw new UsageError({
					message: `${first.stage} would remove ${lossText(own)}. Without a terminal, this can't be confirmed.`,
					advice: `Nothing was changed. ${production === undefined ? 'Use --yes' : `Use --confirm ${production}`} to confirm.`,
				});
			}
			isChecked ||= stage !== 'connect';
			return 'run';
		},
	};
}

export type AttendedOptions = {
	readonly stages: readonly StageId[];
	/** The word that confirms data losses in place of `yes`. */
	readonly production?: string | undefined;
	/** Whether stages that destroy nothing run without a question. */
	readonly runsAll?: boolean;
	readonly input: Readable;
	/** Writes text to the terminal, without adding a line end. */
	readonly write: (text: string) => void;
	/** Width of the terminal. */
	readonly columns: number;
	readonly signal: AbortSignal;
};

const indentation = '    ';

/** Asks at a terminal whether to move a damaged database file aside. */
export async function confirmMove(
	{input, write, signal}: Pick<AttendedOptions, 'input' | 'write' | 'signal'>,
	word = 'yes',
): Promise<boolean> {
	await dropInput(input);
	write(`${indentation}${moveQuestion(word)}`);
	const typed = await readLine(input, signal);
	if (typed === undefined) write('\n');
	return typed?.trim() === word;
}

/** Decides at a terminal: shows what each stage would do and asks the user. */
export function attended({
	stages,
	production: word = 'yes',
	runsAll: runsOthers = false,
	input,
	write,
	columns,
	signal,
}: AttendedOptions): Confirmation {
	let runsAll = runsOthers;
	const decide: Confirmation['decide'] = async ({stage, plan, losses}) => {
		const destructive = losses.length > 0;
		if (runsAll && !destructive) return 'run';
		const {title} = allStages[stage];
		const lines = [
			...plainPlanLines(allStages[stage], plan),
			...(isConfirmed(losses, plan.destroys) ? [] : [`All stages together remove ${lossText(losses)}.`]),
		].flatMap(line => wrapText(line, columns - indentation.length));
		write(`\n${positionText(positionOf(stage, stages))}${title}\n`);
		write(lines.map(line => `${indentation}${line}\n`).join(''));
		for (;;) {
			await dropInput(input);
			write(`${indentation}${question(destructive, word)}`);
			const typed = await readLine(input, signal);
			if (typed === undefined) write('\n');
			switch (readAnswer(typed, destructive, word)) {
				case 'run':
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
	return {decide};
}
