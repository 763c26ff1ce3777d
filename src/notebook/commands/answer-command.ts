import {isProblem} from '../../config/problems.js';
import type {Warehouse} from '../../warehouse/warehouse.js';
import type {CellOutput} from '../document/cell.js';
import {describe} from './describe.js';
import {interpretText} from './interpret.js';

/** Answers a command that can be a cell, such as `\d users`. A failure is an error output. @throws CancelledError only */
export async function answerCommand(
	text: string,
	warehouse: Warehouse,
	signal: AbortSignal,
): Promise<CellOutput> {
	const action = interpretText(text);
	if (!isProblem(action) && action.type === 'describe') return describe(action.describe, warehouse, signal);
	const failure = isProblem(action)
		? action
		: {message: 'This command does not run as a cell.', advice: 'Type it into the input.'};
	return {type: 'error', sql: text, failure, notices: [], ms: 0};
}
