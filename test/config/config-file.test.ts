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
		'[DEFAULT]\nBucket=b\nHOST=d\n[cluster]\nhost=h\n[S3]\nlog_data=l\n',
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

test('[default] in small letters is a section like any other', t => {
	const {file, problems} = parseConfig(
		'[default]\nhost=h\nregion=us-east-1\n[CLUSTER]\ndb_name=d\n',
		'dwh.cfg',
	);
	t.deepEqual(problems, []);
	t.deepEqual([...file.entries('CLUSTER').keys()], ['db_name']);
});

test('sections of another program are left alone', t => {
	const {file, problems} = parseConfig(
		'[AWS]\nKEY=a\nSECRET=b\n[a.b]\ny[]=1\n[IAM]\nKEY=c\n[CLUSTER]\nHOST=h\n[IAM_ROLE]\nARN=default\n',
		'dwh.cfg',
	);
	t.deepEqual(problems, []);
	t.deepEqual(file.notes, ['dwh.cfg: [AWS], [a.b], [IAM] are for another program.']);
	t.deepEqual([...file.entries('CLUSTER').keys()], ['host']);
});

test('so are keys of another program between ours', t => {
	const {file, problems} = parseConfig(
		'[CLUSTER]\nHOST=h\nDB_PASSWORD=p\nNODE_TYPE=dc2.large\nDWH_CLUSTER_IDENTIFIER=c\nDWH_HOST=i\nDB_PASSWORDS=q\n' +
			'[IAM_ROLE]\nROLE_NAME=dwhRole\nARN=default\n[S3]\nlog_data=s3://b/l\nsong_data=s3://b/s\nLOG_DATAx=s3://b/l/2018\n',
		'dwh.cfg',
	);
	t.deepEqual(problems, []);
	t.deepEqual(file.notes, [
		'dwh.cfg: NODE_TYPE in [CLUSTER], DWH_CLUSTER_IDENTIFIER in [CLUSTER], DWH_HOST in [CLUSTER], DB_PASSWORDS in [CLUSTER], ROLE_NAME in [IAM_ROLE], LOG_DATAX in [S3] are for another program.',
	]);
});

test('a quote that nothing closes is told, for it counts', t => {
	const notes = (text: string) => parseConfig(`[CLUSTER]\n${text}\n`, 'dwh.cfg').file.notes;
	t.deepEqual(notes('DB_USER="me"\nDB_PASSWORD=\'hunter2'), [
		"dwh.cfg:3: DB_PASSWORD begins with ' and does not end with it: the quote is taken for a part of it.",
	]);
	t.deepEqual(notes('DB_USER=me"\nDB_PASSWORD=\'"hunter2\''), []);
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

test('keys that are not there, with the nearest that could be meant', t => {
	t.deepEqual(
		mistakes('[CLUSTER]\nDB_PASSWROD=a\nUSER=b\nARN=c\nDWH_HOST=d\npass word=e\n[LOAD]\nREGION=f\n'),
		[
			'my/dwh.cfg:2: [CLUSTER] has no key DB_PASSWROD. Did you mean DB_PASSWORD?',
			'my/dwh.cfg:3: [CLUSTER] has no key USER. Did you mean DB_USER?',
			'my/dwh.cfg:4: [CLUSTER] has no key ARN. ARN belongs in [IAM_ROLE].',
			'my/dwh.cfg:5: [CLUSTER] has no key DWH_HOST. Did you mean HOST?',
			'my/dwh.cfg:6: [CLUSTER] has no such key. Its keys are HOST, DB_NAME, DB_USER, DB_PASSWORD, DB_PORT, SSLMODE, SSLROOTCERT, IAM, CLUSTER_IDENTIFIER, WORKGROUP, REGION.',
			'my/dwh.cfg:8: [LOAD] has no key REGION. REGION belongs in [CLUSTER] or [S3].',
		],
	);
});

test('what is there twice, in the sections of another program too', t => {
	t.deepEqual(
		mistakes(
			'[CLUSTER]\nHOST=a\nDB_NAME=b\nhost=c\n[S3]\n[Cluster]\nHost=d\n' +
				'[AWS]\nkey=a\n[aws]\nkey=a\n[AWS]\nKey=b\nhunter 2=c\nhunter 2=d\n[DEFAULT]\na=1\n[DEFAULT]\nA=2\n',
		),
		[
			'my/dwh.cfg:4: HOST stands in [CLUSTER] twice, the first time in line 2.',
			'my/dwh.cfg:6: [CLUSTER] is there twice, the first time in line 1.',
			'my/dwh.cfg:7: HOST stands in [CLUSTER] twice, the first time in line 2.',
			'my/dwh.cfg:12: [AWS] is there twice, the first time in line 8.',
			'my/dwh.cfg:13: KEY stands in [AWS] twice, the first time in line 9.',
			'my/dwh.cfg:15: A key stands in [AWS] twice, the first time in line 14.',
			'my/dwh.cfg:19: A stands in [DEFAULT] twice, the first time in line 17.',
		],
	);
});

test('lines that cannot be read', t => {
	t.deepEqual(mistakes('[CLUSTER\nHOST=x\n[S3]\nhunter2\n'), [
		'my/dwh.cfg:1: The section lacks its name or its closing bracket.',
		'my/dwh.cfg:2: The key stands before the first section, such as [CLUSTER].',
		'my/dwh.cfg:4: The line is no section, no key with a value and no comment.',
	]);
});
