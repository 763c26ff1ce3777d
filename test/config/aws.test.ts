import test from 'ava';
import {readRoleArn} from '../../src/config/aws.js';

const read = (text: string) => readRoleArn('ARN', text);

test('accepts roles with a path, of every partition, in a chain, and default', t => {
	for (const arn of [
		'arn:aws:iam::123456789012:role/dwhRole',
		'arn:aws:iam::000000000012:role/service-role/My+Role=a,b.c@d_e-f',
		'arn:aws-cn:iam::123456789012:role/r',
		'arn:aws-us-gov:iam::123456789012:role/r',
		'arn:aws:iam::123456789012:role/a,arn:aws:iam::210987654321:role/b',
	]) {
		t.is(read(arn), arn);
	}
	t.is(read('default'), 'default');
	t.is(read('DEFAULT'), 'default');
});

test('rejects the name of a role', t => {
	t.deepEqual(read('dwhRole'), {
		message: 'ARN must be a role ARN, not just a name ("dwhRole").',
		advice:
			"Copy it from the role in the console; it looks like arn:aws:iam::123456789012:role/NAME. For the cluster's default role, write default.",
	});
	t.like(read('my role: x'), {message: 'ARN must be a role ARN, not "my role: x".'});
});

const advice = 'It looks like arn:aws:iam::123456789012:role/NAME.';
for (const [arn, what] of [
	[
		'arn:aws-eu:iam::123456789012:role/r',
		'"arn:" must be followed by aws, aws-cn or aws-us-gov, not "aws-eu"',
	],
	['arn:aws:sts::123456789012:assumed-role/r', 'the service must be iam, not "sts"'],
	[
		'arn:aws:iam:us-west-2:123456789012:role/r',
		'"iam" must be followed by two colons, without "us-west-2" between them',
	],
	[
		'arn:aws:iam:123456789012:role/r',
		'"iam" must be followed by two colons, without "123456789012" between them',
	],
	['arn:aws:iam::12345:role/r', 'the account must have 12 digits, not "12345"'],
	['arn:aws:iam::123456789012:user/me', 'the account must be followed by role/ and a name, not "user/me"'],
	['arn:aws:iam::123456789012:role/', 'its name is missing or contains an invalid character'],
	['arn:aws:iam::123456789012:role/a b', 'its name is missing or contains an invalid character'],
] as const) {
	test(`rejects ${arn}: ${what}`, t => {
		t.deepEqual(read(arn), {message: `ARN: "${arn}" is not a role ARN: ${what}.`, advice});
	});
}
