import type {Backend} from '../backend/backend.js';
import {frame, int16} from '../wire/messages.js';
import {readFields} from '../wire/responses.js';

const statement = 'redshift_double_probe';

/**
Returns the column that PostgreSQL reports as missing in a statement, or undefined. A savepoint undoes the error if a
transaction is open.
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
