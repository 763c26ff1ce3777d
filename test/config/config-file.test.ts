import test from 'ava';
import {parseConfig} from '../../src/config/config-file.js';

const cluster = (text: string) =>
	Object.fromEntries(parseConfig(text, 'dwh.cfg').file.entries('CLUSTER').entries());

const mistakes = (text: string) =>
	parseConfig(text, 'my/dwh.cfg').problems.map(({message, advice}) => [message, advice].join(' ').trim());

test('values come to the letter, with their lines', t => {
	t.deepEqual(
		cluster('[CLUSTER]\nHOST = a#b;c\\;"d\n\nDB_PASSWORD="x"\nDB_USER=true\nDB_NAME: null\nDB_PORT=\n'),
		{
			host: {text: 'a#b;c\\;"d', line: 2},
			db_password: {text: '"x"', line: 4},
			db_user: {text: 'true', line: 5},
			db_name: {text: 'null', line: 6},
			db_port: {text: '', line: 7},
		},
	);
});

test('line separators, continued values and every other character survive', t => {
	t.is(
		cluster('[CLUSTER]\nDB_PASSWORD=p\u2028q\u2029r\u0000\t🔑é').db_password?.text,
		'p\u2028q\u2029r\u0000\t🔑é',
	);
	t.is(cluster('[CLUSTER]\nDB_PASSWORD=\n a\n b').db_password?.text, '\na\nb');
	t.is(cluster('[CLUSTER]\nDB_PASSWORD=__proto__').db_password?.text, '__proto__');
});

test('sections and keys in either case; [DEFAULT] counts everywhere', t => {
	const {file, problems} = parseConfig(
		'[Default]\nBucket=b\nHOST=d\n[cluster]\nhost=h\n[S3]\nlog_data=l\n',
		'dwh.cfg',
	);
	t.deepEqual(problems, []);
	t.deepEqual(Object.fromEntries(file.entries('CLUSTER')), {
		bucket: {text: 'b', line: 2},
		host: {text: 'h', line: 5},
	});
	t.is(file.entries('S3').get('host')?.text, 'd');
	t.deepEqual(
		[...file.sections],
		[
			['CLUSTER', 4],
			['S3', 6],
		],
	);
});

test('sections of another program are left alone', t => {
	const {file, problems} = parseConfig(
		'[AWS]\nKEY=a\nSECRET=b\n[a.b]\ny[]=1\ny[]=2\n[CLUSTER]\nHOST=h\n',
		'dwh.cfg',
	);
	t.deepEqual(problems, []);
	t.deepEqual(file.foreign, ['AWS', 'a.b']);
	t.deepEqual([...file.entries('CLUSTER').keys()], ['host']);
});

test('a section that is misspelt, or has our keys under another name, is a mistake', t => {
	t.deepEqual(mistakes('[CLUSTR]\nHOST=h\n[IAM]\nARN=default\n[LAOD]\n'), [
		'my/dwh.cfg:1: There is no section [CLUSTR]. Did you mean [CLUSTER]?',
		'my/dwh.cfg:3: There is no section [IAM]. Did you mean [IAM_ROLE]?',
		'my/dwh.cfg:5: There is no section [LAOD]. Did you mean [LOAD]?',
	]);
	t.deepEqual(mistakes('[DWH]\nDB_USER=u\nHOST=h\n'), [
		'my/dwh.cfg:1: There is no section [DWH]. DB_USER belongs in [CLUSTER].',
	]);
	t.deepEqual(mistakes('[DWH]\nDB_USER=u\n[CLUSTER]\nHOST=h\n'), []);
});

test('keys that are not there, with the nearest that is', t => {
	t.deepEqual(mistakes('[CLUSTER]\nDB_PASSWROD=a\nUSER=b\nARN=c\nCOLOUR=d\npass word=e\n'), [
		'my/dwh.cfg:2: [CLUSTER] has no key DB_PASSWROD. Did you mean DB_PASSWORD?',
		'my/dwh.cfg:3: [CLUSTER] has no key USER. Did you mean DB_USER?',
		'my/dwh.cfg:4: [CLUSTER] has no key ARN. ARN belongs in [IAM_ROLE].',
		'my/dwh.cfg:5: [CLUSTER] has no key COLOUR. Its keys are HOST, DB_NAME, DB_USER, DB_PASSWORD, DB_PORT, SSLMODE, SSLROOTCERT, IAM, CLUSTER_IDENTIFIER, WORKGROUP, REGION.',
		'my/dwh.cfg:6: [CLUSTER] has no such key. Its keys are HOST, DB_NAME, DB_USER, DB_PASSWORD, DB_PORT, SSLMODE, SSLROOTCERT, IAM, CLUSTER_IDENTIFIER, WORKGROUP, REGION.',
	]);
});

test('what is there twice', t => {
	t.deepEqual(mistakes('[CLUSTER]\nHOST=a\nDB_NAME=b\nhost=c\n[S3]\n[Cluster]\nHost=d\n'), [
		'my/dwh.cfg:6: [CLUSTER] is there twice, the first time in line 1.',
		'my/dwh.cfg:4: HOST stands in [CLUSTER] twice, the first time in line 2.',
		'my/dwh.cfg:7: HOST stands in [CLUSTER] twice, the first time in line 2.',
	]);
});

test('lines that cannot be read', t => {
	t.deepEqual(mistakes('[CLUSTER\nHOST=x\n[S3]\nhunter2\n'), [
		'my/dwh.cfg:1: The section lacks its name or its closing bracket.',
		'my/dwh.cfg:2: The key stands before the first section.',
		'my/dwh.cfg:4: The line is no section, no key with a value and no comment.',
	]);
});
