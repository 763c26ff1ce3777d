import test, {type ExecutionContext} from 'ava';
import {login, type Stack, startStack, TestClient} from './test-clients.js';

/** Starts a double before the tests of a file. Returns a function that connects each test to its own database. */
export function sqlTests() {
	let stack: Stack;

	test.before(async () => {
		stack = await startStack();
	});

	test.after.always(async () => {
		await stack?.stop();
	});

	/** Opens a connection to the test's own database. */
	async function connect(t: ExecutionContext): Promise<TestClient> {
		const database = await stack.redshift.createDatabase();
		const client = await TestClient.open({...login(stack.redshift), database});
		t.teardown(() => client.close());
		return client;
	}

	return {connect, stack: () => stack};
}

/** Asserts that a statement fails with this code and text, and without a position. */
export async function assertRejected(
	t: ExecutionContext,
	client: TestClient,
	sql: string,
	code: string,
	text: string | RegExp,
) {
	const error = await t.throwsAsync<Error & {code: string; position?: string}>(
		client.rows(sql),
		undefined,
		sql,
	);
	t.is(error?.code, code, `${sql}: ${error?.message}`);
	if (typeof text === 'string') t.is(error?.message, text, sql);
	else t.regex(error?.message ?? '', text, sql);
	t.is(error?.position, undefined, sql);
}
