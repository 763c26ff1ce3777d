import type {Backend} from '../backend/backend.js';
import {frame, int16} from '../wire/messages.js';
import {readFields} from '../wire/responses.js';

const statement = 'redshift_double_probe';

/**
The column that PostgreSQL misses in a statement, undefined when it misses none. The session is as before: in a
transaction a savepoint takes the error back.
*/
export async function missingColumn(backend: Backend, sql: string): Promise<string | undefined> {
	const inTransaction = backend.status === 'T';
	if (inTransaction) await backend.query('SAVEPOINT redshift_double_probe');
	let missing: string | undefined;
	await backend.exchange(
		Buffer.concat([
			frame('P', statement, sql, int16(0)),
			frame('C', Buffer.from(`S${statement}\0`)),
			frame('S'),
		]),
		({type}) => type === 'Z',
		({type, body}) => {
			if (type !== 'E') return;
			const fields = readFields(body);
			if (fields.get('C') === '42703')
				missing = /^column "(.*)" does not exist$/.exec(fields.get('M') ?? '')?.[1];
		},
	);
	if (inTransaction) {
		if (backend.status === 'E') await backend.query('ROLLBACK TO SAVEPOINT redshift_double_probe');
		await backend.query('RELEASE SAVEPOINT redshift_double_probe');
	}
	return missing;
}
