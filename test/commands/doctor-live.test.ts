import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {startRedshift} from '../support/redshift/start-redshift.js';
import {login, type Stack, startStack, TestClient} from '../support/redshift/test-clients.js';
import {awsSecret, byCheck, redshiftFolder, signed, smallBucket} from './doctor-run.js';
import {startOnTerminal} from './on-terminal.js';
import {type Ended, run, start} from './run-program.js';

let stack: Stack;

test.before(async () => {
	stack = await startStack();
	const bucket = smallBucket(stack.s3);
	bucket.put('sparkify-tui-doctor/duplicate-keys.json', '{"s":"first","s":"second"}\n');
	bucket.put('sparkify-tui-doctor/line-numbers.json', '{"n":1}\n{\n"n":"x"\n}\n{"n":5}\n');
});

test.after.always(async () => {
	await stack?.stop();
});

type Report = {
	readonly program: string;
	readonly host: string;
	readonly version: string;
	readonly answers: ReadonlyArray<{readonly question: string; readonly answer: string}>;
	readonly copies: ReadonlyArray<{
		readonly trial: string;
		readonly sql: string;
		readonly tag: string | null;
		readonly tagCount: number | null;
		readonly rowsInTable: number | null;
		readonly notices: ReadonlyArray<{readonly severity: string; readonly message: string}>;
		readonly error: Readonly<Record<string, string>> | null;
		readonly views: Readonly<
			Record<string, {readonly rows?: ReadonlyArray<Readonly<Record<string, unknown>>>}>
		>;
	}>;
	readonly unanswered: {readonly objects: ReadonlyArray<{readonly key: string; readonly base64: string}>};
};

function readReport(folder: string, name = 'report.json'): Report {
	return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Report;
}

/** The doctor's schemas that exist. */
async function schemas(): Promise<readonly unknown[]> {
	const client = await TestClient.open(login(stack.redshift));
	try {
		return await client.rows("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sparkify_tui_doctor%'");
	} finally {
		await client.close();
	}
}

async function live(folder: string, ...args: readonly string[]): Promise<Ended> {
	return run(
		folder,
		['doctor', '--live', '--yes', '--json', '--output', 'report.json', ...args],
		'',
		signed(stack.s3),
	);
}

function noSecrets(t: ExecutionContext, text: string): void {
	for (const secret of [stack.redshift.password, awsSecret, '123456789012', stack.redshift.host]) {
		t.false(text.includes(secret), secret);
	}
}

test.serial('tries the COPYs, drops its schema and writes a report', async t => {
	const folder = redshiftFolder(t, stack.redshift);
	const ended = await live(folder);
	t.is(ended.code, 0, ended.stdout + ended.stderr);
	t.regex(
		byCheck(ended).get('live-schema')?.found ?? '',
		/^sparkify_tui_doctor_[\da-f]{10} was created and dropped/,
	);
	t.is(byCheck(ended).get('live-copy')?.found, '12 COPYs tried');
	t.is(byCheck(ended).get('live-report')?.found, 'report.json');
	t.deepEqual(await schemas(), []);

	noSecrets(t, readFileSync(join(folder, 'report.json'), 'utf8'));
	t.is(statSync(join(folder, 'report.json')).mode & 0o777, 0o600);
	const {answers, copies, program, host, version, unanswered} = readReport(folder);
	t.regex(program, /^sparkify-tui \d/);
	t.is(host, '127…');
	t.regex(version, /Redshift/);

	const copyOf = (trial: string) => copies.find(copy => copy.trial === trial)!;
	t.regex(
		copyOf('events').sql,
		/^COPY staging_events .*'s3:\/\/sparkify\/log_data\/2018\/11\/2018-11-01-events\.json'/s,
	);
	t.is(copyOf('events').tag, 'COPY');
	t.is(copyOf('events').tagCount, null);
	t.is(copyOf('events').rowsInTable, 3);
	t.deepEqual(copyOf('events').notices, [
		{
			severity: 'INFO',
			message: "Load into table 'staging_events' completed, 3 record(s) loaded successfully.",
		},
	]);
	t.is(copyOf('noload').rowsInTable, 0);
	t.regex(
		copyOf('text-as-integer').error?.message ?? '',
		/^Load into table 'doctor_text_as_integer' failed\./,
	);
	const [row = {}] = copyOf('text-as-integer').views.stl_load_errors?.rows ?? [];
	t.is(row.err_code, 1207);
	t.is(row.colname, 'artist');
	t.regex(String(row.raw_line), /^\(\d+ characters, left out\)$/);
	t.regex(copyOf('missing-role').error?.message ?? '', /is not authorized to assume IAM Role/);
	t.regex(copyOf('missing-prefix').error?.message ?? '', /The specified S3 prefix/);

	const answer = (question: RegExp) => answers.find(each => question.test(each.question))?.answer ?? '';
	t.is(answer(/session_id/), 'yes');
	t.is(answer(/command tag/), 'COPY, no count');
	t.is(answer(/pg_last_copy_count/), 'yes');
	t.is(answer(/registration/), 'in 3 of 3 rows');
	t.is(answer(/firstName/), 'in 3 of 3 rows');
	t.regex(answer(/after the transaction was rolled back/), /^yes, in stl_load_errors/);
	t.regex(answer(/too long/), /^1204: /);
	t.regex(answer(/spans lines 2 to 4/), /^rows \[\[1\],\[5\]\]; 1 errors; 1207: .*\(line 4, column n\)$/);
	t.regex(answer(/equal keys/), /^rows \[\["(?:first|second)"\]\]/);
	t.regex(answer(/NUL/), /^not tried: sparkify-tui-doctor\/nul\.json is not in the bucket$/);
	const nul = unanswered.objects.find(({key}) => key.endsWith('/nul.json'));
	t.is(Buffer.from(nul?.base64 ?? '', 'base64').toString(), '{"s":"a\\u0000b"}\n');
});

test.serial('reads the SYS views on a workgroup and names the views that refuse', async t => {
	const redshift = await startRedshift({...stack, serverless: true});
	t.teardown(async () => redshift.stop());
	const folder = redshiftFolder(t, redshift);
	const ended = await live(folder);
	t.is(ended.code, 0, ended.stdout + ended.stderr);
	const {answers} = readReport(folder);
	const answer = (question: RegExp) => answers.find(each => question.test(each.question))?.answer ?? '';
	t.regex(answer(/Which error ends/), /sys_load_error_detail/);
	t.regex(answer(/after the transaction was rolled back/), /^yes, in sys_load_error_detail$/);
	t.regex(answer(/How late is stl_load_errors/), /^it cannot be read: permission denied/);
});

test.serial('drops the schema on Ctrl+C during a COPY', async t => {
	const folder = redshiftFolder(t, stack.redshift);
	stack.redshift.faults.holdAfterFiles = 1;
	t.teardown(() => stack.redshift.faults.clear());
	const {child, ended} = start(folder, ['doctor', '--live', '--yes'], '', signed(stack.s3));
	const watcher = await TestClient.open(login(stack.redshift));
	const running = "SELECT count(*) FROM sys_load_history WHERE status = 'running'";
	for (const deadline = Date.now() + 30_000; (await watcher.rows(running))[0]?.[0] !== '1'; ) {
		if (Date.now() > deadline) throw new Error('No COPY has begun.');
		// The double records every query, including all its earlier records, so poll slowly.
		await sleep(50);
	}
	await watcher.close();
	t.is((await schemas()).length, 1);
	child.kill('SIGINT');
	t.is((await ended).code, 130);
	t.deepEqual(await schemas(), []);
	t.deepEqual(
		readdirSync(folder).filter(name => name.startsWith('sparkify-doctor')),
		[],
	);
});

test.serial('drops the schema after a failure', async t => {
	const folder = redshiftFolder(t, stack.redshift);
	stack.redshift.faults.cutAfterFiles = 1;
	t.teardown(() => stack.redshift.faults.clear());
	const ended = await live(folder);
	t.is(ended.code, 3, ended.stdout);
	t.is(byCheck(ended).get('live-copy')?.status, 'failed');
	t.deepEqual(await schemas(), []);
});

test.serial('asks first and states the cost', async t => {
	const folder = redshiftFolder(t, stack.redshift);
	const nobody = await run(folder, ['doctor', '--live'], '', signed(stack.s3));
	t.is(nobody.code, 2);
	t.true(nobody.stderr.includes('--yes'));
	t.is(nobody.stdout, '');

	const variables = signed(stack.s3) as Record<string, string>;
	const asked = startOnTerminal(t, folder, ['doctor', '--live'], {...variables, LANG: 'C.UTF-8', LC_ALL: ''});
	await asked.until('a handful of tiny COPYs');
	await asked.until('y or n: ');
	asked.type('n\r');
	t.is(await asked.exited, 0);
	t.deepEqual(await schemas(), []);

	const confirmed = startOnTerminal(t, folder, ['doctor', '--live'], {
		...variables,
		LANG: 'C.UTF-8',
		LC_ALL: '',
	});
	await confirmed.until('y or n: ');
	confirmed.type('y\r');
	await confirmed.until('COPYs tried');
	await confirmed.until('sparkify-doctor-2');
	t.is(await confirmed.exited, 0);
});

test.serial('stages a file of each kind on PostgreSQL', async t => {
	const {postgres} = stack;
	const folder = redshiftFolder(
		t,
		{...stack.redshift, ...postgres, database: await postgres.createDatabase()} as never,
		{
			password: postgres.password,
		},
	);
	const ended = await live(folder, '--engine', 'postgres');
	t.is(ended.code, 0, ended.stdout + ended.stderr);
	const {copies} = readReport(folder);
	t.deepEqual(
		copies.map(({trial, error, ...fields}) => [trial, error, (fields as Record<string, unknown>).rows]),
		[
			['events', null, 3],
			['songs', null, 1],
		],
	);
	t.false(readFileSync(join(folder, 'report.json'), 'utf8').includes(postgres.password));
});
