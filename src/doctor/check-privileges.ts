import {statement, statements} from '../sql/statements.js';
import {connected, type DoctorContext, smallResult, withTimeLimit} from './doctor-context.js';
import {type Finding, ok} from './finding.js';

/** Rolls back a successful transaction. */
class Rollback extends Error {}

/** Checks that the user can create, fill and drop a table. Rolls everything back. */
export async function checkPrivileges(context: DoctorContext): Promise<Finding> {
	const warehouse = connected(context);
	const [[schema] = []] = await smallResult(context, statement('doctor/schema'));
	await withTimeLimit(context, async signal => {
		try {
			await warehouse.transaction(
				async () => {
					for (const sql of statements('doctor/privileges')) await warehouse.run(sql, {signal});
					throw new Rollback();
				},
				{signal},
			);
		} catch (error) {
			if (!(error instanceof Rollback)) throw error;
		}
	});
	return ok(
		`a table can be created, filled and dropped in the schema ${schema ?? 'of the user'} (rolled back)`,
	);
}
