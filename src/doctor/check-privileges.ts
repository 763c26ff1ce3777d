import {statement, statements} from '../sql/statements.js';
import {connected, type Examination, shortly, smallResult} from './examination.js';
import {type Finding, ok} from './finding.js';

/** Ends a transaction that went well, and undoes it. */
class Undo extends Error {}

/** Whether the user can create, fill and drop a table. It leaves nothing behind. */
export async function checkPrivileges(examination: Examination): Promise<Finding> {
	const warehouse = connected(examination);
	const [[schema] = []] = await smallResult(examination, statement('doctor/schema'));
	await shortly(examination, async signal => {
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
