import {chmodSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import type {Settings} from '../../src/config/settings.js';
import {placeProblems} from '../../src/doctor/check-jsonpaths.js';
import {prefixNotes, regionProblem} from '../../src/doctor/check-listing.js';
import {checkLogin} from '../../src/doctor/check-login.js';
import {compareVersions, judgeNode} from '../../src/doctor/check-node.js';
import {describeRole} from '../../src/doctor/check-role.js';
import {judgeFree} from '../../src/doctor/check-space.js';
import {checkTerminal} from '../../src/doctor/check-terminal.js';
import {checkViews, judgeViews} from '../../src/doctor/check-views.js';
import {permissionWarnings} from '../../src/doctor/config-permissions.js';
import type {DoctorContext} from '../../src/doctor/doctor-context.js';
import {failed, failedBy, none, ok, overallCode} from '../../src/doctor/finding.js';
import {findingJson, findingLines} from '../../src/doctor/finding-lines.js';
import {readLocale, readTerminal, type TerminalInfo} from '../../src/doctor/terminal-info.js';
import {TimeLimits, TimeoutError} from '../../src/doctor/time-limits.js';
import {CancelledError, ConnectionError, DataError} from '../../src/errors.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';
import {configFolder} from '../config/config-folder.js';
import {FakeWarehouse} from '../support/fake-warehouse.js';

function redshift(
	copy: Partial<Extract<Settings, {engine: 'redshift'}>['copy']>,
	host = '127.0.0.1',
): Settings {
	return {
		engine: 'redshift',
		connection: {
			host,
			port: 5439,
			database: 'dev',
			user: 'awsuser',
			password: undefined,
			sslMode: 'verify-full',
		},
		copy: {iamRole: 'default', ...copy},
		data: undefined,
		source: {events: 's3://b/log_data', songs: 's3://b/song_data'},
		maxErrors: 0,
		schemaDrift: {level: 'note', acceptedKeys: []},
		notes: [],
	};
}

test('compares versions as numbers', t => {
	t.true(compareVersions('20.9.0', '20.20') < 0);
	t.true(compareVersions('20.20.0', '20.20') === 0);
	t.true(compareVersions('22.1.0', '20.20') > 0);
	t.is(judgeNode('v18.19.1', '>=20.20', 'v18.19.1').status, 'failed');
	t.is(judgeNode('v20.20.0', '>=20.20', 'v20.20.0').status, 'ok');
});

const terminal: TerminalInfo = {
	inputIsTerminal: true,
	outputIsTerminal: true,
	columns: 80,
	rows: 24,
	colorDepth: 8,
	term: 'xterm-256color',
	encoding: 'utf-8',
	locale: 'LANG=C.UTF-8',
};

test('describes a terminal by name, size, colors, encoding and keys', t => {
	const good = checkTerminal(terminal);
	t.is(good.status, 'ok');
	t.is(good.found, 'xterm-256color, 80x24, 256 colours, UTF-8, keys');
	t.is(checkTerminal({...terminal, colorDepth: 24}).found.split(', ')[2], '16 million colours');
	t.is(checkTerminal({...terminal, colorDepth: 1}).status, 'ok');
	t.is(
		checkTerminal({...terminal, columns: 0, rows: 0}).found,
		'xterm-256color, of unknown size, 256 colours, UTF-8, keys',
	);
	t.is(checkTerminal({...terminal, encoding: 'unknown', locale: undefined}).status, 'ok');
});

test('gives advice for each problem with the terminal', t => {
	const bad = checkTerminal({
		...terminal,
		columns: 79,
		inputIsTerminal: false,
		encoding: 'other',
		locale: 'LANG=C',
	});
	t.is(bad.status, 'failed');
	t.is(bad.advice.length, 3);
	t.true(bad.advice.some(line => line.startsWith('LANG=C is not UTF-8')));
	t.is(checkTerminal({...terminal, outputIsTerminal: false}).status, 'none');
});

test('accepts a dumb terminal of any size, on which the notebook is printed', t => {
	const {status, advice} = checkTerminal({...terminal, term: 'dumb', rows: 10});
	t.is(status, 'ok');
	t.regex(advice.join(), /printed as plain lines/);
});

test('reads the encoding from the first of LC_ALL, LC_CTYPE and LANG that is set', t => {
	t.deepEqual(readLocale({LC_ALL: 'C', LANG: 'de_DE.UTF-8'}, 'linux'), {
		encoding: 'other',
		locale: 'LC_ALL=C',
	});
	t.is(readLocale({LC_ALL: '', LANG: 'en_GB.utf8'}, 'linux').encoding, 'utf-8');
	t.is(readLocale({}, 'linux').encoding, 'unknown');
	t.is(readLocale({}, 'win32').encoding, 'utf-8');
});

test('names the terminal on Windows, which sets no TERM', t => {
	const name = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform) => {
		const output = {isTTY: true, columns: 80, rows: 24, getColorDepth: () => 24};
		return readTerminal(process.stdin, output as unknown as NodeJS.WriteStream, env, platform).term;
	};
	t.is(name({WT_SESSION: 'a5f2'}, 'win32'), 'Windows Terminal');
	t.is(name({}, 'win32'), 'Windows console');
	t.is(name({TERM: 'xterm-256color', WT_SESSION: 'a5f2'}, 'win32'), 'xterm-256color');
	t.is(name({}, 'linux'), undefined);
});

test.serial('says that a write-protected database takes queries but no load', async t => {
	const folder = configFolder(t, {});
	chmodSync(folder, 0o755);
	const database = join(folder, 'a.duckdb');
	const writer = new DuckDbWarehouse(database);
	await writer.connect();
	await writer.close();
	chmodSync(database, 0o444);
	const settings = {engine: 'duckdb', database} as Settings;
	const context = {
		reading: {settings},
		complete: async () => settings,
		limits: new TimeLimits(new AbortController().signal),
	} as unknown as DoctorContext;
	const root = process.getuid?.() === 0;
	// Nothing is write-protected for root: become nobody meanwhile.
	if (root) process.seteuid?.(65_534);
	try {
		const {status, found, advice} = await checkLogin(context);
		t.is(status, 'failed');
		t.is(found, `${database} opens, but it is write-protected`);
		t.regex(advice.join(), /Queries work, loads do not/);
	} finally {
		if (root) process.seteuid?.(0);
		await context.warehouse?.close();
	}
});

test('describes a role by name and account', t => {
	const arn = 'arn:aws:iam::123456789012:role/team/load';
	t.true(describeRole(redshift({iamRole: arn})).found.startsWith('team/load in account 123456789012'));
	const chain = describeRole(redshift({iamRole: `${arn},arn:aws:iam::210987654321:role/read`}));
	t.true(chain.found.startsWith('team/load, then read in account 123456789012 (a chain of 2)'));
	t.true(describeRole(redshift({})).found.startsWith('default'));
});

test('requires one view per purpose', t => {
	t.is(judgeViews(['sys_load_history', 'stl_load_errors'], ['x does not answer']).status, 'ok');
	const none = judgeViews(['sys_load_history'], []);
	t.is(none.status, 'failed');
	t.is(none.advice.length, 1);
	t.true(none.advice[0]?.includes('sys_load_error_detail'));
	t.is(judgeViews([], []).found, 'none can be read');
});

test('stops after one view if the server does not respond', async t => {
	let asked = 0;
	class TimedOutLimits extends TimeLimits {
		override async within(): Promise<never> {
			asked++;
			throw new TimeoutError(1);
		}
	}
	const context: DoctorContext = {
		reading: {settings: redshift({}), problems: []},
		configFile: undefined,
		terminal,
		limits: new TimedOutLimits(new AbortController().signal),
		complete: async settings => settings,
		warehouse: new FakeWarehouse(),
	};
	await t.throwsAsync(checkViews(context), {instanceOf: TimeoutError});
	t.is(asked, 1);
});

test('fails if there is little free space', t => {
	t.is(judgeFree(499_999_999, 'here').status, 'failed');
	t.is(judgeFree(500_000_000, 'here').found, '500 MB free here');
});

test('reports a prefix that matches more than one folder', t => {
	const address = {bucket: 'b', prefix: 'x/log'};
	t.deepEqual(prefixNotes(address, ['x/log/']), []);
	t.true(prefixNotes(address, ['x/log/', 'x/log_old/'])[0]?.includes('x/log_old/ too'));
	t.deepEqual(prefixNotes({bucket: 'b', prefix: 'log/'}, ['log/a/', 'log/b/']), []);
});

test('requires REGION for a bucket in another region', t => {
	const host = 'c.abc.eu-west-1.redshift.amazonaws.com';
	t.is(
		regionProblem(redshift({}, host), 'us-west-2'),
		'The cluster is in eu-west-1, the bucket in us-west-2. Set REGION = us-west-2 in [S3].',
	);
	t.is(regionProblem(redshift({region: 'us-west-2'}, host), 'us-west-2'), undefined);
	t.is(regionProblem(redshift({}), 'us-west-2'), undefined);
});

test('reports a jsonpaths file under the event prefix', t => {
	t.is(placeProblems('s3://b/log_data_paths.json', 's3://b/log_data').length, 1);
	t.is(placeProblems('s3://b/paths.json', 's3://b/log_data').length, 0);
	t.is(placeProblems('s3://b/paths.json', undefined).length, 0);
});

test('time limit: returns the result or the error of work that ends in time', async t => {
	const limits = new TimeLimits(new AbortController().signal);
	t.is(await limits.within(1000, async () => 7), 7);
	await t.throwsAsync(
		limits.within(1000, async () => Promise.reject(new Error('own'))),
		{message: 'own'},
	);
	t.is(limits.abandoned, 0);
});

test('time limit: abandons and aborts slow work, and counts it until it ends', async t => {
	const limits = new TimeLimits(new AbortController().signal);
	let reason: unknown;
	let end = () => {};
	const work = limits.within(
		20,
		async signal => {
			signal.addEventListener('abort', () => {
				reason = signal.reason;
			});
			await new Promise<void>(resolve => {
				end = resolve;
			});
		},
		'Look there.',
	);
	const error = await t.throwsAsync(work, {instanceOf: TimeoutError, message: 'No answer within 20 ms.'});
	t.is(error?.failure.advice, 'Look there.');
	t.true(reason instanceof TimeoutError);
	t.is(limits.abandoned, 1);
	end();
	await sleep(1);
	t.is(limits.abandoned, 0);
});

test('time limit: rejects with the reason of an interruption', async t => {
	const controller = new AbortController();
	const limits = new TimeLimits(controller.signal);
	const work = limits.within(10_000, async () => sleep(200));
	controller.abort(new CancelledError());
	await t.throwsAsync(work, {instanceOf: CancelledError});
	await t.throwsAsync(
		limits.within(10, async () => 1),
		{instanceOf: CancelledError},
	);
});

const posix = process.platform === 'win32' ? test.skip : test;

posix('warns about a secret in a file that others can read, and never shows it', t => {
	const warnings = (mode: number, line: string) => {
		const path = join(configFolder(t, {'dwh.cfg': `[CLUSTER]\nHOST=h\n${line}\n`}), 'dwh.cfg');
		chmodSync(path, mode);
		return permissionWarnings(path).map(text => text.replaceAll(path, 'dwh.cfg'));
	};
	const warning = [
		'dwh.cfg:3: DB_PASSWORD can be read by other users of this machine. Run: chmod 600 dwh.cfg',
	];
	for (const mode of [0o644, 0o640, 0o604]) t.deepEqual(warnings(mode, 'DB_PASSWORD=hunter2'), warning);
	t.deepEqual(warnings(0o600, 'DB_PASSWORD=hunter2'), []);
	t.deepEqual(warnings(0o644, `DB_PASSWORD='\${PGPASSWORD:-hunter2}'`), warning);
	for (const line of [
		'DB_PASSWORD=',
		"DB_PASSWORD=''",
		`DB_PASSWORD=\${PGPASSWORD}`,
		`DB_PASSWORD="\${P}"`,
		'',
	])
		t.deepEqual(warnings(0o644, line), [], line);
	t.is(warnings(0o644, '[AWS]\nKEY=AKIA\nSECRET=hunter2').length, 1);
	t.deepEqual(permissionWarnings('/nowhere/dwh.cfg'), []);
});

const plain = {color: false, unicode: true};

test('lines: prints a line with mark and name, and the advice below', t => {
	const report = {
		id: 'dns',
		finding: failed('nothing', ['Do this.\nAnd that.', 'Or this.']),
		ms: 3.4,
	} as const;
	t.deepEqual(findingLines(report, plain), [
		'✖ host name      nothing',
		'    Do this.',
		'    And that.',
		'    Or this.',
	]);
	t.deepEqual(findingLines({id: 'node', finding: ok('v20'), ms: 0}, {color: false, unicode: false}), [
		'+ Node           v20',
	]);
	t.is(
		findingJson(report),
		'{"check":"dns","status":"failed","found":"nothing","advice":["Do this.\\nAnd that.","Or this."],"ms":3}',
	);
});

test('lines: colors only the marks', t => {
	const [line] = findingLines({id: 'tls', finding: none('off'), ms: 0}, {...plain, color: true});
	t.is(line, '\u001B[2m–\u001B[22m TLS            off');
});

test('lines: wraps long lines and replaces escape characters', t => {
	const finding = ok('aaaaaaaaaa bbbbbbbbbb \u001B[31mc');
	t.deepEqual(findingLines({id: 'space', finding, ms: 0}, {...plain, columns: 40}), [
		'✔ free space     aaaaaaaaaa bbbbbbbbbb',
		'                 ␛[31mc',
	]);
});

test('lines: converts an error to a finding with its advice and detail', t => {
	const error = new ConnectionError({message: 'No.', where: 'h:1', advice: 'Try.', detail: 'ECONN'});
	t.deepEqual(failedBy(error, 'First.'), {
		status: 'failed',
		found: 'No. (h:1)',
		advice: ['First.', 'Try.', 'Original message: ECONN'],
		exitCode: 3,
	});
	t.is(failedBy(new Error('odd')).found, 'odd');
});

test('lines: gives a failed connection precedence over a wrong configuration, and that over the rest', t => {
	const [connection, usage] = [failed('a', [], 3), failed('b', [], 2)];
	const data = failedBy(new DataError({message: 'c'}));
	t.is(overallCode([data, usage, connection]), 3);
	t.is(overallCode([data, usage, ok('')]), 2);
	t.is(overallCode([data, none('')]), 1);
	t.is(overallCode([ok(''), none('')]), 0);
});
