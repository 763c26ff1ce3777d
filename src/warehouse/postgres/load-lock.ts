import {DataError} from '../../errors.js';
import {statement} from '../../sql/statements.js';
import type {PgSession} from '../pg/session.js';

/**
Takes the lock that allows one load per schema, until `unlockLoad` or the end of the session.
@throws DataError naming the holder
*/
export async function lockLoad(session: PgSession, schema: string): Promise<void> {
	const [[isLocked] = []] = await session.all(statement('postgres/lock-load', {schema}));
	if (isLocked === true) return;
	const [[application, user, since] = []] = await session.all(statement('postgres/lock-holder', {schema}));
	const holder =
		application === undefined ? '' : ` It is ${application}, connected as ${user} since ${since} UTC.`;
	throw new DataError({
		message: `Another load into the schema ${schema} is running. Nothing was changed.${holder}`,
		where: schema,
		advice: 'Wait until it ends, then run this stage again.',
	});
}

export async function unlockLoad(session: PgSession, schema: string): Promise<void> {
	await session.all(statement('postgres/unlock-load', {schema}));
}
