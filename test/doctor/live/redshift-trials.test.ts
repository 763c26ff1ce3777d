import test from 'ava';
import {smallest} from '../../../src/doctor/live/redshift-live.js';
import {redshiftTrials} from '../../../src/doctor/live/trials.js';
import {DataError} from '../../../src/errors.js';
import {statement} from '../../../src/sql/statements.js';
import {trialObjects as objects, probeIds} from './trial-objects.js';

const iamRole = 'arn:aws:iam::123456789012:role/load';

test('reads one object per COPY into its own existing table', t => {
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

test('tries a nonexistent role if the account is known', t => {
	const missing = (role: string) =>
		redshiftTrials({iamRole: role}, objects).find(({id}) => id === 'missing-role')?.sql;
	t.true(missing(iamRole)?.includes("'arn:aws:iam::123456789012:role/sparkify-tui-doctor-no-such-role'"));
	t.is(missing('default'), undefined);
	t.is(missing(`${iamRole},${iamRole}`), undefined);
});

test('uses the COPY of the load for the events', t => {
	const [events] = redshiftTrials({iamRole: 'default', logJsonPath: 's3://bucket/paths.json'}, objects);
	t.true(events?.sql?.includes("FORMAT AS JSON 's3://bucket/paths.json'"));
	t.true(events?.sql?.includes('IAM_ROLE default'));
});

test('selects the smallest data object', t => {
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
