import {readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {redshiftFolder} from '../commands/redshift-folder.js';
import {eventLine} from '../support/data-folder.js';
import {type Stack, startStack} from '../support/redshift/test-clients.js';
import {frameProblem} from './frame.js';
import {cardText, startNotebook} from './start-notebook.js';
import {keys} from './terminal.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

/** The end of a card whose advice mentions dwh.cfg: which key to press, with or without a change of the file. */
const changed = 'Failed; nothing was changed. Enter retries. Edited dwh.cfg? q, then restart.';

/**
Runs stages with Enter on 80x24, as a new user would, until one fails.
@param change A key of dwh.cfg and its wrong value.
@returns the text of the card on one line
*/
async function failure(
	t: ExecutionContext,
	stages: readonly string[],
	{change, events = ''}: {readonly change?: readonly [key: string, value: string]; readonly events?: string},
): Promise<string> {
	const {folder, bucket} = await redshiftFolder(t, stack, {events});
	const file = join(folder, 'dwh.cfg');
	if (change !== undefined) {
		const [key, value] = change;
		const text = readFileSync(file, 'utf8');
		writeFileSync(file, text.replace(new RegExp(`^${key} = .*$`, 'm'), `${key} = ${value}`));
	}
	if (change === undefined && events === '') stack.s3.fail('AccessDenied', {bucket: bucket.name});
	const terminal = startNotebook(t, {folder});
	await terminal.waitFor('Run it?');
	for (const stage of stages) {
		terminal.type(keys.enter);
		await terminal.waitFor(new RegExp(`✔ ${stage} · [\\s\\S]*Run it\\?`));
	}
	terminal.type(keys.enter);
	await terminal.waitFor('Failed; nothing was changed.');
	await terminal.waitFor(frameProblem);
	stack.s3.clearFaults();
	return cardText(terminal);
}

const untilStaging = ['connect', 'drop-tables', 'create-tables'];

test.serial('explains a closed port', async t => {
	const server = createServer();
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as {port: number};
	await new Promise(resolve => server.close(resolve));
	const card = await failure(t, [], {change: ['HOST', `127.0.0.1:${port}/dev`]});
	t.regex(card, new RegExp(`✖ 127\\.0\\.0\\.1 refuses connections on port ${port}\\.`));
	t.regex(card, /→ Check DB_PORT under \[CLUSTER\] in dwh\.cfg: Redshift listens on 5439 by default\./);
	t.true(card.endsWith(`If HOST is a tunnel, start it. ${changed}`), card);
});

test.serial('explains a wrong password', async t => {
	const card = await failure(t, [], {change: ['DB_PASSWORD', 'hunter2']});
	t.regex(card, /✖ The password for awsuser is wrong, or the user does not exist\. /);
	t.regex(card, /→ Check DB_USER and DB_PASSWORD under \[CLUSTER\] in dwh\.cfg/);
	t.true(card.endsWith(`temporary credentials last an hour at most. ${changed}`), card);
});

test.serial('explains a role that cannot be assumed', async t => {
	const role = 'arn:aws:iam::123456789012:role/another';
	const card = await failure(t, untilStaging, {change: ['ARN', role]});
	t.true(card.includes(`✖ The cluster cannot assume the role ${role}.`), card);
	t.regex(
		card,
		/→ Attach the role \(Redshift console, cluster or namespace, Manage IAM roles\), or correct ARN under \[IAM_ROLE\] in dwh\.cfg\./,
	);
	t.true(
		card.endsWith(`must name redshift.amazonaws.com and redshift-serverless.amazonaws.com. ${changed}`),
		card,
	);
});

test.serial('explains a denied bucket', async t => {
	const card = await failure(t, untilStaging, {});
	t.regex(card, /✖ The role is not allowed to read s3:\/\/sparkify-\d+\/log_data\/\. /);
	t.regex(card, /→ Attach the policy AmazonS3ReadOnlyAccess: /);
	t.regex(
		card,
		/bucket must allow them too\. Failed; nothing was changed\. Enter retries, s skips it, q quits\.$/,
	);
});

test.serial('explains a value too long for its column', async t => {
	const card = await failure(t, untilStaging, {events: eventLine({location: 'x'.repeat(2049)})});
	t.regex(card, /✖ A record can't be loaded, .* "x+…" is longer than the 2048 bytes that the column holds/);
	t.regex(card, /\.json:\d+, column location /);
	t.regex(
		card,
		/→ Shorten the value in the file, .* with --max-errors N \(MAX_ERRORS under \[LOAD\] in dwh\.cfg\)\. /,
	);
	t.regex(
		card,
		/ the rejected records are in staging_rejects\. COPY stops here: load --dry-run counts up to 100,000\./,
	);
	t.true(card.endsWith('Failed; nothing was changed. c continues without them, x lists them.'), card);
});
