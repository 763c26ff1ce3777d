import test, {type ExecutionContext} from 'ava';
import {login, type Outcome, type Stack, startStack, TestClient} from './test-clients.js';

type Files = Readonly<Record<string, string | Uint8Array>>;
export type CopyError = Error & {readonly code: string; readonly detail: string};

/** Starts a double before the tests of a file. Returns the per-test setup and an accessor for the double. */
export function copyTests() {
	let stack: Stack;
	let buckets = 0;

	test.before(async () => {
		stack = await startStack();
	});

	test.after.always(async () => {
		await stack?.stop();
	});

	/** Opens a connection to the test's own database and creates a bucket. */
	async function prepare(
		t: ExecutionContext,
		files: Files,
		table = 'a varchar, i integer, l bigint, d double precision',
	) {
		const name = `bucket-${++buckets}`;
		const bucket = stack.s3.createBucket(name);
		for (const [key, content] of Object.entries(files)) bucket.put(key, content);
		const database = await stack.redshift.createDatabase();
		const client = await TestClient.open({...login(stack.redshift), database});
		t.teardown(() => client.close());
		await client.rows(`CREATE TABLE t (${table})`);
		/** Runs COPY from a prefix of the bucket; `{}` in the options is replaced by the bucket's address. */
		const copy = async (prefix: string, options = `JSON 'auto'`, columns = ''): Promise<Outcome> =>
			client.run(
				`COPY t ${columns} FROM 's3://${name}/${prefix}' IAM_ROLE default ${options.replaceAll('{}', `s3://${name}`)}`,
			);
		const copyError = async (prefix: string, options = `JSON 'auto'`, columns = ''): Promise<CopyError> =>
			(await t.throwsAsync<CopyError>(copy(prefix, options, columns), undefined, options))!;
		/** The rejected rows: file, line, column, code, reason. */
		const errors = async () =>
			client.rows(
				`SELECT replace(trim(filename), 's3://${name}/', ''), line_number, trim(colname), err_code, trim(err_reason)
			FROM stl_load_errors ORDER BY query, filename, line_number`,
			);
		return {name, bucket, client, copy, copyError, errors};
	}

	return {prepare, stack: () => stack};
}

/** A record as a line of a file. */
export const line = (fields: Readonly<Record<string, unknown>>) => `${JSON.stringify(fields)}\n`;
