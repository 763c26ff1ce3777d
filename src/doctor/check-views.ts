import {StatementError} from '../errors.js';
import {statement, statementNames} from '../sql/statements.js';
import {type DoctorContext, smallResult} from './doctor-context.js';
import {type Finding, failed, ok} from './finding.js';

/** What the views are for; of each purpose one that answers is enough. */
const purposes = [
	{views: ['sys_load_history', 'stv_load_state'], without: 'how far a COPY is cannot be shown while it runs'},
	{
		views: ['sys_load_error_detail', 'stl_load_errors'],
		without: 'which records a COPY refused, and why, cannot be told',
	},
] as const;

/** Which system views answer this user. Serverless refuses STL and STV views. */
export async function checkViews(context: DoctorContext): Promise<Finding> {
	const answering: string[] = [];
	const refused: string[] = [];
	for (const name of statementNames('doctor/view')) {
		const view = name.slice(name.lastIndexOf('/') + 1);
		try {
			await smallResult(context, statement(name));
			answering.push(view);
		} catch (error) {
			if (!(error instanceof StatementError)) throw error;
			refused.push(`${view} does not answer: ${error.failure.message}`);
		}
	}
	return judgeViews(answering, refused);
}

/** @param refused A sentence for each view that does not answer. */
export function judgeViews(answering: readonly string[], refused: readonly string[]): Finding {
	const found = answering.length === 0 ? 'none answers' : `${answering.join(', ')} answer`;
	const missing = purposes.filter(({views}) => !views.some(view => answering.includes(view)));
	if (missing.length === 0) return ok(found, ...refused);
	return failed(found, [
		...missing.map(
			({views, without}) =>
				`Without ${views.join(' or ')} ${without}: have SELECT on ${views[0]} granted to the user.`,
		),
		...refused,
	]);
}
