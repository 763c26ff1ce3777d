import test from 'ava';
import {createMask, maskAll, shortHost} from '../../src/doctor/live/mask.js';
import type {Observation} from '../../src/doctor/live/observation.js';
import {smallest} from '../../src/doctor/live/redshift-live.js';
import {answerQuestions, redshiftTrials} from '../../src/doctor/live/trials.js';
import {DataError} from '../../src/errors.js';
import {statement} from '../../src/sql/statements.js';
import {trialObjects as objects, probeIds, trialObjects} from './live/trial-objects.js';

const iamRole = 'arn:aws:iam::123456789012:role/load';

test('trials: reads one object per COPY into its own existing table', t => {
	const trials = redshiftTrials({iamRole, region: 'us-west-2'}, objects);
	t.is(trials.length, 10 + probeIds.length);
	const created = trials.flatMap(({create}) => create).join('\n');
	const tables = statement('redshift/create-tables', {schema: null}) + created;
	t.is(new Set(trials.map(({table}) => table)).size, trials.length);
	for (const {table, sql = '', id} of trials) {
		t.true(tables.includes(`CREATE TABLE ${table} (`), table);
		t.true(sql.startsWith(`COPY ${table} (`), id);
		t.true(sql.includes("REGION 'us-west-2'"), id);
		t.regex(sql, /FROM 's3:\/\/bucket\/(?:log\/1\.json|song\/1\.json|sparkify-tui-doctor[^']*)'/);
	}
});

test('trials: tries a nonexistent role if the account is known', t => {
	const missing = (role: string) =>
		redshiftTrials({iamRole: role}, objects).find(({id}) => id === 'missing-role')?.sql;
	t.true(missing(iamRole)?.includes("'arn:aws:iam::123456789012:role/sparkify-tui-doctor-no-such-role'"));
	t.is(missing('default'), undefined);
	t.is(missing(`${iamRole},${iamRole}`), undefined);
});

test('trials: uses the COPY of the load for the events', t => {
	const [events] = redshiftTrials({iamRole: 'default', logJsonPath: 's3://bucket/paths.json'}, objects);
	t.true(events?.sql?.includes("FORMAT AS JSON 's3://bucket/paths.json'"));
	t.true(events?.sql?.includes('IAM_ROLE default'));
});

test('trials: selects the smallest data object', t => {
	const listed = [
		{key: 'a/', bytes: 0},
		{key: 'a/2.json', bytes: 20},
		{key: 'a/1.json', bytes: 10},
		{key: 'a/.hidden.json', bytes: 5},
		{key: 'a/0.json.gz', bytes: 3},
	];
	t.is(smallest(listed, 's3://bucket/a/').key, 'a/1.json');
	t.throws(() => smallest(listed.slice(0, 1), 's3://bucket/a/'), {instanceOf: DataError});
});

const trials = redshiftTrials({iamRole: 'default'}, trialObjects);

const observation = (trial: string, more: Partial<Observation> = {}): Observation => ({
	trial,
	sql: '',
	table: '',
	session: 42,
	ms: 1,
	tag: 'COPY',
	tagCount: null,
	notices: [],
	error: null,
	lastCopyCount: 3,
	lastCopyId: 7,
	rowsInTable: 3,
	views: {},
	...more,
});

function answer(observations: readonly Observation[], question: RegExp): string {
	return answerQuestions(trials, observations).find(each => question.test(each.question))?.answer ?? '';
}

test('answers: answers nothing without observations', t => {
	for (const {answer: text} of answerQuestions(trials, [])) t.regex(text, /^not (?:seen|tried)/);
});

test('answers: reports a different session in the history with both numbers', t => {
	const views = {sys_load_history: {rows: [{session_id: 1073, query_id: 7}], lagMs: 5}};
	t.is(answer([observation('events', {views})], /session_id/), 'no: 1073 and 42');
	t.is(answer([observation('events', {views})], /query_id/), 'yes');
	t.is(
		answer([observation('events', {views})], /sys_load_history at most/),
		'5 to 5 ms after the end of the COPY',
	);
});

test('answers: derives from the sums whether a fraction is truncated, rounded or refused', t => {
	const question = /What does a fraction become in an INTEGER/;
	// Two lengths of 1.5 and 2.7, whose sum is 3 truncated and 5 rounded.
	const fraction = (loaded: readonly number[], more: Partial<Observation> = {}) =>
		answer([observation('fraction', {measured: [...loaded, 2, 3, 5], ...more})], question);
	t.is(fraction([2, 3]), 'the fraction is truncated');
	t.is(fraction([2, 5]), 'it is rounded');
	const views = {
		sys_load_error_detail: {rows: [{error_code: 1207, error_message: 'Invalid digit'}], lagMs: 1},
	};
	t.is(fraction([0, 0], {views}), '0 of 2 values were loaded (refused: 1207: Invalid digit)');
});

test('answers: reports a command tag with a count', t => {
	t.is(answer([observation('events', {tagCount: 3})], /command tag/), 'COPY, 3');
});

test('mask: masks passwords, account numbers, addresses and the host', t => {
	const host = 'wg.123456789012.us-west-2.redshift-serverless.amazonaws.com';
	const mask = createMask(host, ['pa$$ "word"', '']);
	t.is(
		mask(
			`User arn:aws:redshift:us-west-2:123456789012:dbuser:x at ${host} said pa$$ "word" to ::ffff:10.1.2.3`,
		),
		'User arn:aws:redshift:us-west-2:<account>:dbuser:x at ….us-west-2.redshift-serverless.amazonaws.com said •••• to ::ffff:<address>',
	);
	t.is(mask('Redshift 1.0.38698 at 1541106106796'), 'Redshift 1.0.38698 at 1541106106796');
});

test('mask: masks every text in a value, keys included, but no numbers', t => {
	const mask = createMask('', ['secret']);
	t.deepEqual(maskAll({'a secret': ['secret', 5n, null, 1.5, {b: true}]}, mask), {
		'a ••••': ['••••', '5', null, 1.5, {b: true}],
	});
});

test('mask: keeps the kind and region of a host', t => {
	t.is(shortHost('mine.abc.eu-west-1.redshift.amazonaws.com'), '….eu-west-1.redshift.amazonaws.com');
	t.is(shortHost('warehouse.internal.example.org'), 'war…');
	t.is(shortHost('localhost'), 'localhost');
});
