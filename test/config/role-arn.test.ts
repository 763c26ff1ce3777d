import test from 'ava';
import {readRoleArn} from '../../src/config/role-arn.js';

const read = (text: string) => readRoleArn('ARN', text);

test('roles, with a path, of every partition, in a chain, and the default one', t => {
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

test('the name of a role is no ARN', t => {
	t.deepEqual(read('dwhRole'), {
		message: 'ARN takes the ARN of a role, and "dwhRole" is a name alone.',
		advice:
			"The console shows it with the role; it looks like arn:aws:iam::123456789012:role/NAME. The cluster's default role is the word default.",
	});
	t.like(read('my role: x'), {message: 'ARN takes the ARN of a role, and "my role: x" is none.'});
});

const advice = 'It looks like arn:aws:iam::123456789012:role/NAME.';
for (const [arn, what] of [
	['arn:aws-eu:iam::123456789012:role/r', 'after "arn:" comes aws, aws-cn or aws-us-gov, not "aws-eu"'],
	['arn:aws:sts::123456789012:assumed-role/r', 'a role is of the service iam, not "sts"'],
	[
		'arn:aws:iam:us-west-2:123456789012:role/r',
		'two colons come after "iam", with no "us-west-2" between them',
	],
	['arn:aws:iam:123456789012:role/r', 'two colons come after "iam", with no "123456789012" between them'],
	['arn:aws:iam::12345:role/r', 'the account is a number of 12 digits, not "12345"'],
	['arn:aws:iam::123456789012:user/me', 'behind the account comes role/ and its name, not "user/me"'],
	['arn:aws:iam::123456789012:role/', 'its name is missing or has a character that no name has'],
	['arn:aws:iam::123456789012:role/a b', 'its name is missing or has a character that no name has'],
] as const) {
	test(`${arn}: ${what}`, t => {
		t.deepEqual(read(arn), {message: `ARN: "${arn}" is no role: ${what}.`, advice});
	});
}
