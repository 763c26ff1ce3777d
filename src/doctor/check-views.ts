import {StatementError} from '../errors.js';
import {statement, statementNames} from '../sql/statements.js';
import {type DoctorContext, smallResult} from './doctor-context.js';
import {type Finding, failed, ok} from './finding.js';

/** The purposes of the views. One readable view per purpose is enough. */
const purposes = [
	{views: ['sys_load_history', 'stv_load_state'], without: 'the progress of a running COPY cannot be shown'},
	{
		views: ['sys_load_error_detail', 'stl_load_errors'],
		without: 'refused records and their errors cannot be shown',
	},
] as const;

/** Checks which system views the user may read. Serverless refuses STL and STV views. */
export async function checkViews(context: DoctorContext): Promise<Finding> {
	const readable: string[] = [];
	const refused: string[] = [];
	for (const name of statementNames('doctor/view')) {
		const view = name.slice(name.lastIndexOf('/') + 1);
		try {
			await smallResult(context, statement(name));
			readable.push(view);
		} catch (error) {
			if (!(error instanceof StatementError)) throw error;
			refused.push(`cannot read ${view}: ${error.failure.message}`);
		}
	}
	return judgeViews(readable, refused);
}

/** @param refused A sentence for each view that can't be read. */
export function judgeViews(readable: readonly string[], refused: readonly string[]): Finding {
	const found = readable.length === 0 ? 'none can be read' : `can read ${readable.join(', ')}`;
	const missing = purposes.filter(({views}) => !views.some(view => readable.includes(view)));
	if (missing.length === 0) return ok(found, ...refused);
	return failed(found, [
		...missing.map(
			({views, without}) =>
				`Without ${views.join(' or ')}, ${without}. Grant the user SELECT on ${views[0]}.`,
		),
		...refused,
	]);
}
