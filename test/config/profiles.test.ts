import test, {type ExecutionContext} from 'ava';
import {choiceLines, readChoice} from '../../src/commands/choose-profile.js';
import type {Invocation} from '../../src/commands/invocation.js';
import {parseCommandLine} from '../../src/commands/parse-command-line.js';
import {inProfile} from '../../src/config/in-profile.js';
import {SparkifyError} from '../../src/errors.js';
import {configFolder} from './config-folder.js';

const server = (name: string, more = '') =>
	`[profile ${name}]\nHOST = ${name}.example.com\nDB_NAME = ${name}_db\nDB_USER = me\nDB_PASSWORD = hunter2\n${more}`;
const own = '[CLUSTER]\nHOST = own.example.com\nDB_NAME = d\nDB_USER = u\nDB_PASSWORD = x\n';

type Files = Readonly<Record<string, string>>;

function parser(t: ExecutionContext, files: Files, environment: Readonly<Record<string, string>> = {}) {
	const folder = configFolder(t, files);
	const surroundings = {
		environment: {HOME: folder, ...environment},
		folder,
		settingsFolder: `${folder}/user`,
	};
	const shorten = (text: string) => text.replaceAll(`${folder}/`, '');
	return {
		/** The invocation on a terminal. */
		parse: (...args: readonly string[]) =>
			parseCommandLine(args, {isInteractive: true, canAsk: true, isPiped: false}, surroundings),
		/** The error without a terminal. */
		mistake(...args: readonly string[]): string {
			try {
				parseCommandLine(args, {isInteractive: false, isPiped: false}, surroundings);
			} catch (error) {
				if (error instanceof SparkifyError) return shorten(error.failure.message);
				throw error;
			}
			return '';
		},
		shorten,
	};
}

function hostOf(invocation: Invocation): string | undefined {
	if (!('settings' in invocation) || invocation.command === 'plan') return undefined;
	const {settings} = invocation;
	return settings.engine === 'duckdb' ? settings.database : settings.connection.host;
}

test('takes the profile that is named, from any of the files', t => {
	const files = {
		'user/config.ini': server('home'),
		'sparkify.ini': server('here'),
		'dwh.cfg': own + server('inside'),
		'dwh.file.cfg': own.replace('own.', 'file.'),
	};
	const {parse} = parser(t, files);
	t.is(hostOf(parse('load')), 'own.example.com');
	for (const name of ['home', 'here', 'inside', 'file']) {
		const invocation = parse('load', '--profile', name);
		t.is(hostOf(invocation), `${name}.example.com`);
		t.like(invocation, {settings: {profile: {name, isProduction: false}}});
	}
	t.is(hostOf(parser(t, files, {SPARKIFY_PROFILE: 'here'}).parse('query', 'SELECT 1')), 'here.example.com');
});

test('reads all keys of a profile, with those of [DEFAULT] and references, and nothing of dwh.cfg', t => {
	const {parse} = parser(t, {
		'dwh.cfg': own,
		'sparkify.ini': `[DEFAULT]
base = s3://bucket
LOG_DATA = %(base)s/log_data
SONG_DATA = %(base)s/song_data
[profile big]
HOST = big.abc123.us-west-2.redshift.amazonaws.com
DB_NAME = dev
DB_USER = \${OWNER:-ana}
ARN = default
S3_REGION = us-west-2
MAX_ERRORS = 7
`,
	});
	t.like(parse('load', '--profile', 'big'), {
		settings: {
			engine: 'redshift',
			connection: {user: 'ana', port: 5439},
			copy: {iamRole: 'default', region: 'us-west-2'},
			source: {events: 's3://bucket/log_data', songs: 's3://bucket/song_data'},
			maxErrors: 7,
		},
	});
});

test('names the profile in place of dwh.cfg in advice', t => {
	const shop = {name: 'shop', isProduction: true};
	for (const [advice, named] of [
		['Check HOST under [CLUSTER] in dwh.cfg.', 'Check HOST in the profile shop.'],
		['Add REGION to [CLUSTER] of dwh.cfg.', 'Add REGION to the profile shop.'],
		['Set REGION under [S3] in dwh.cfg to it.', 'Set S3_REGION in the profile shop to it.'],
		['Set LOG_DATA in dwh.cfg.', 'Set LOG_DATA in the profile shop.'],
	] as const) {
		t.is(inProfile(advice, shop), named);
		t.is(inProfile(advice, undefined), advice);
		t.is(inProfile(advice, {name: 'music', isProduction: true, file: 'dwh.cfg'}), advice);
	}
	t.is(
		inProfile('Set REGION under [S3] in dwh.cfg to it.', {...shop, file: 'dwh.shop.cfg'}),
		'Set REGION under [S3] in dwh.shop.cfg to it.',
	);
});

test('uses the only profile, the one of the settings, or asks', t => {
	const one = parser(t, {'user/config.ini': server('only')});
	t.is(hostOf(one.parse('load')), 'only.example.com');
	const two = {'sparkify.ini': server('dev') + server('prod', 'PRODUCTION = yes\n')};
	const {parse, mistake} = parser(t, two);
	const choose = parse();
	if (choose.command !== 'choose-profile') return t.fail();
	t.deepEqual(
		choiceLines(choose.profiles, 200).map(line => line.replaceAll(/\(.*\//g, '(')),
		[
			'   1  dev     postgres: dev_db at dev.example.com  (sparkify.ini:1)',
			'   2  prod    PRODUCTION postgres: prod_db at prod.example.com  (sparkify.ini:6)',
			'   3  sample  no profile: duckdb, by default with the bundled sample',
		],
	);
	t.is(
		choiceLines(choose.profiles, 200, word => `<${word}>`).filter(line => line.includes('<')).length,
		1,
		'only the production warehouse is marked',
	);
	const narrow = choiceLines(choose.profiles, 50);
	t.true(
		narrow.every(line => line.length < 50),
		narrow.join('\n'),
	);
	t.regex(narrow.join('\n'), /^ {3}1 {2}dev {5}postgres: dev_db at dev\.example\.com\n {14}\(/m);
	t.deepEqual(readChoice('2', choose.profiles), ['--profile', 'prod']);
	t.deepEqual(readChoice(' dev ', choose.profiles), ['--profile', 'dev']);
	t.deepEqual(readChoice('3', choose.profiles), ['--engine', 'duckdb']);
	for (const typed of ['', '0', '4', 'x', 'yes']) t.is(readChoice(typed, choose.profiles), undefined);
	t.is(
		mistake('load', '--yes'),
		'There are several warehouses (dev, prod), and none is named. Name one: --profile dev. Without a profile, name dwh.cfg with --config, or an engine with --engine.',
	);
	t.is(hostOf(parse('load', '--engine', 'duckdb')), 'sparkify.duckdb');
	const user = {...two, 'user/config.ini': '[settings]\nprofile = dev\n'};
	t.is(hostOf(parser(t, user).parse('load')), 'dev.example.com');
	t.is(hostOf(parser(t, {...user, 'dwh.cfg': own}).parse('load')), 'own.example.com');
	const project = {'dwh.cfg': own, 'sparkify.ini': `[settings]\nprofile = dev\n${server('dev')}`};
	t.is(hostOf(parser(t, project).parse('load')), 'dev.example.com');
});

test('names dwh.cfg for the doctor even if nothing in it could be selected', t => {
	const {parse} = parser(t, {'dwh.cfg': own});
	const invocation = parse('doctor', '--profile', 'missing');
	if (invocation.command !== 'doctor') return t.fail();
	t.regex(invocation.configFile ?? '', /dwh\.cfg$/);
	t.like(invocation.reading.problems[0], {message: '--profile: There is no profile missing.'});
});

test('reports mistakes in profiles with file and line, and never a value', t => {
	const {mistake} = parser(t, {
		'sparkify.ini': `${server('dev', 'HOTS = x\n')}[profile]\n[profile a b]\n`,
		'dwh.dev.cfg': own,
	});
	t.is(
		mistake('load', '--profile', 'dev'),
		`3 errors:
- sparkify.ini:7: [profile] has no valid name. Write [profile NAME], with two or more letters, digits, dots, hyphens and underscores.
- sparkify.ini:8: [profile a b] has no valid name. Write [profile NAME], with two or more letters, digits, dots, hyphens and underscores.
- sparkify.ini:1: The profile dev is also at dwh.dev.cfg. Rename one of them.`,
	);
	const other = parser(t, {
		'sparkify.ini': `${server('dev', 'HOTS = x\n')}[profile empty]\nENGINE = postgres\n`,
	});
	t.is(
		other.mistake('load', '--profile', 'dev'),
		'sparkify.ini:6: A profile has no key HOTS. Did you mean HOST?',
	);
	t.is(other.mistake('load', '--profile', 'deb'), '--profile: There is no profile deb. Did you mean dev?');
	t.regex(
		other.mistake('load', '--profile', 'empty'),
		/- sparkify\.ini:7: \[profile empty\] has no HOST\. Add it, or set PGHOST\.\n/,
	);
});

test('needs the name of a production warehouse in place of --yes and for --write', t => {
	const {parse, mistake} = parser(t, {'sparkify.ini': server('prod', 'PRODUCTION = yes\n')});
	t.like(parse('load', '--yes'), {yes: true, confirmed: false, settings: {profile: {isProduction: true}}});
	t.like(parse('load', '--confirm', 'prod'), {confirmed: true});
	t.is(mistake('load', '--confirm', 'prd'), '--confirm prd: the warehouse is prod.');
	t.is(
		mistake('query', 'DELETE FROM users', '--write'),
		'prod is marked as production, where --write needs its name. To allow changes to its data, add --confirm prod.',
	);
	t.like(parse('query', 'DELETE FROM users', '--write', '--confirm', 'prod'), {write: true});
	t.regex(mistake('run', 'a.md', '--write'), /^prod is marked as production/);
	t.regex(
		mistake('--write'),
		/^prod is marked as production, so the notebook starts read-only\. Start it without/,
	);
	t.like(parse(), {write: false});
	const plain = parser(t, {'dwh.cfg': own.replace('HOST', 'HOST')});
	t.is(
		plain.mistake('load', '--confirm', 'd'),
		'--confirm d: the warehouse is not marked as production. Use --yes.',
	);
	t.is(
		plain.mistake('query', 'SELECT 1', '--confirm', 'd'),
		'--confirm d: the warehouse is not marked as production. Leave it out.',
	);
	const marked = parser(t, {'dwh.cfg': `${own}[WAREHOUSE]\nPRODUCTION = true\n`});
	t.like(marked.parse('load', '--confirm', 'd'), {confirmed: true, settings: {profile: {name: 'd'}}});
});

test('compares with a profile, and lists profiles with the settings', t => {
	const {parse} = parser(t, {'sparkify.ini': server('dev') + server('prod', 'PRODUCTION = yes\n')});
	t.like(parse('parity', '--profile', 'dev', '--with', 'prod'), {
		here: {connection: {host: 'dev.example.com'}},
		there: {connection: {host: 'prod.example.com'}},
	});
	const settings = parse('settings', '--profile', 'dev');
	if (settings.command !== 'settings') return t.fail();
	t.deepEqual(
		settings.profiles.map(({name, isProduction, isSelected}) => [name, isProduction, isSelected]),
		[
			['dev', false, true],
			['prod', true, false],
		],
	);
	t.deepEqual(settings.problems, []);
	t.false(JSON.stringify(settings).includes('hunter2'));
});
