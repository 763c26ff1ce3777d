import {statement, statements} from '../sql/statements.js';
import {connected, type DoctorContext, smallResult, withTimeLimit} from './doctor-context.js';
import {type Finding, ok} from './finding.js';

/** Ends a transaction that went well, and undoes it. */
class Undo extends Error {}

/** Whether the user can create, fill and drop a table. It leaves nothing behind. */
export async function checkPrivileges(context: DoctorContext): Promise<Finding> {
	const warehouse = connected(context);
	const [[schema] = []] = await smallResult(context, statement('doctor/schema'));
	await withTimeLimit(context, async signal => {
		try {
			await warehouse.transaction(
				async () => {
					for (const sql of statements('doctor/privileges')) await warehouse.run(sql, {signal});
					throw new Undo();
				},
				{signal},
			);
		} catch (error) {
			if (!(error instanceof Undo)) throw error;
		}
	});
	return ok(
		`a table can be created, filled and dropped in the schema ${schema ?? 'of the user'} (rolled back)`,
	);
}
