import {isProblem} from '../../config/problems.js';
import type {Warehouse} from '../../warehouse/warehouse.js';
import type {CellOutput} from '../document/cell.js';
import {commandsOutput} from './command-table.js';
import {describe} from './describe.js';
import {interpretText} from './interpret.js';
import {parametersOutput} from './parse-set.js';

export type AnswerOptions = {
	readonly parameters: ReadonlyMap<string, string>;
	readonly signal: AbortSignal;
};

/** Answers a command that can be a cell, such as `\d users`. A failure is an error output. @throws CancelledError only */
export async function answerCommand(
	text: string,
	warehouse: Warehouse,
	{parameters, signal}: AnswerOptions,
): Promise<CellOutput> {
	const action = interpretText(text);
	if (!isProblem(action)) {
		if (action.type === 'describe') return describe(action.describe, warehouse, signal);
		if (action.type === 'help') return commandsOutput();
		if (action.type === 'list-parameters') return parametersOutput(parameters);
	}
	const failure = isProblem(action)
		? action
		: {message: 'This command does not run as a cell.', advice: 'Type it into the input.'};
	return {type: 'error', sql: text, failure, notices: [], ms: 0};
}
