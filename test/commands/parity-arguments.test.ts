import test, {type ExecutionContext} from 'ava';
import type {ParityInvocation} from '../../src/commands/invocation.js';
import {parseCommandLine} from '../../src/commands/parse-command-line.js';
import type {QuerySettings} from '../../src/config/settings.js';
import {SparkifyError} from '../../src/errors.js';
import {configFolder} from '../config/config-folder.js';

const server = '[CLUSTER]\nHOST = db.example\nDB_NAME = dwh\nDB_USER = me\nDB_PASSWORD = pw\n';
const duckDb = `12345678DUCK${'\0'.repeat(100)}`;

/** The location of a warehouse, relative to the test folder, and its memory limit. */
function place(settings: QuerySettings, folder: string): string {
	const {engine} = settings;
	return engine === 'duckdb'
		? ['duckdb', settings.database.replace(`${folder}/`, ''), settings.memoryLimit ?? []].flat().join(' ')
		: `${engine} ${settings.connection.host}`;
}

/** Both warehouses of a command line. @param args `FOLDER` is replaced by the folder with the files. */
function parse(t: ExecutionContext, files: Readonly<Record<string, string>>, ...args: readonly string[]) {
	const folder = configFolder(t, files);
	const invocation = parseCommandLine(
		['parity', ...args.map(text => text.replace('FOLDER', folder))],
		{isInteractive: true, isPiped: false},
		{
			environment: {HOME: folder},
			folder,
		},
	) as ParityInvocation;
	return {
		here: place(invocation.here, folder),
		there: place(invocation.there, folder),
		json: invocation.json,
	};
}

function mistake(
	t: ExecutionContext,
	files: Readonly<Record<string, string>>,
	...args: readonly string[]
): string {
	const error = t.throws(() => parse(t, files, ...args), {instanceOf: SparkifyError});
	t.is(error.exitCode, 2);
	return error.message;
}

test('accepts an engine of the same configuration', t => {
	const files = {'dwh.cfg': server};
	t.deepEqual(parse(t, files, '--with', 'duckdb'), {
		here: 'postgres db.example',
		there: 'duckdb sparkify.duckdb',
		json: false,
	});
	t.deepEqual(parse(t, files, '--engine', 'duckdb', '--with', 'Postgres', '--json'), {
		here: 'duckdb sparkify.duckdb',
		there: 'postgres db.example',
		json: true,
	});
});

test('applies --database to the DuckDB side, or to the first of two', t => {
	const files = {'dwh.cfg': server};
	t.deepEqual(parse(t, files, '--with', 'duckdb', '--database', 'other.duckdb'), {
		here: 'postgres db.example',
		there: 'duckdb other.duckdb',
		json: false,
	});
	t.deepEqual(parse(t, {}, '--with', 'duckdb', '--database', 'other.duckdb'), {
		here: 'duckdb other.duckdb',
		there: 'duckdb sparkify.duckdb',
		json: false,
	});
});

test('applies --memory-limit to every DuckDB side, of which there must be one', t => {
	const files = {'dwh.cfg': server, 'b.db': duckDb};
	t.deepEqual(parse(t, files, '--with', 'duckdb', '--memory-limit', '2GB'), {
		here: 'postgres db.example',
		there: 'duckdb sparkify.duckdb 2000000000',
		json: false,
	});
	t.deepEqual(
		parse(
			t,
			files,
			'--database',
			'a.db',
			'--engine',
			'duckdb',
			'--with',
			'FOLDER/b.db',
			'--memory-limit',
			'2GB',
		),
		{
			here: 'duckdb a.db 2000000000',
			there: 'duckdb b.db 2000000000',
			json: false,
		},
	);
	t.is(
		mistake(t, files, '--with', 'redshift', '--memory-limit', '2GB'),
		'--memory-limit is for DuckDB, but the engine is postgres. Leave it out, or add --engine duckdb.',
	);
});

test('accepts a DuckDB file of any name', t => {
	t.deepEqual(parse(t, {'dwh.cfg': server, 'copy.cfg': duckDb}, '--with', 'FOLDER/copy.cfg'), {
		here: 'postgres db.example',
		there: 'duckdb copy.cfg',
		json: false,
	});
	t.deepEqual(parse(t, {'b.db': duckDb}, '--database', 'a.db', '--with', 'FOLDER/b.db'), {
		here: 'duckdb a.db',
		there: 'duckdb b.db',
		json: false,
	});
});

test('accepts another configuration', t => {
	const files = {'dwh.cfg': server, 'prod.cfg': server.replace('db.example', 'prod.example')};
	t.deepEqual(parse(t, files, '--with', 'FOLDER/prod.cfg'), {
		here: 'postgres db.example',
		there: 'postgres prod.example',
		json: false,
	});
});

test('reports mistakes', t => {
	t.is(
		mistake(t, {}),
		'parity needs --with to name what to compare with: an engine (duckdb, postgres, redshift), a profile, a DuckDB file, or another dwh.cfg.',
	);
	t.is(
		mistake(t, {}, '--with', 'redshfit'),
		'--with redshfit: there is no such engine, profile or file. Did you mean --with redshift?',
	);
	t.regex(mistake(t, {}, '--with', 'FOLDER'), /^--with \S+ is a folder\. It takes an engine/);
	t.is(
		mistake(t, {}, 'postgres', '--with', 'duckdb'),
		'parity takes no argument "postgres". Did you mean --with postgres?',
	);
});

test('ignores settings that only a load needs', t => {
	const lines = [
		'HOST = dwh.abc.eu-west-1.redshift.amazonaws.com',
		'DB_NAME = dev',
		'DB_USER = me',
		'[S3]',
		'LOG_DATA = nowhere',
	];
	const file = `[CLUSTER]\n${lines.join('\n')}\n[LOAD]\nMAX_ERRORS = many\n`;
	t.deepEqual(parse(t, {'dwh.cfg': file}, '--with', 'duckdb'), {
		here: 'redshift dwh.abc.eu-west-1.redshift.amazonaws.com',
		there: 'duckdb sparkify.duckdb',
		json: false,
	});
});

test('reports a mistake in a shared configuration once', t => {
	const message = mistake(
		t,
		{'dwh.cfg': '[CLUSTER]\nHOST = db.example\nDB_NAME = dwh\n'},
		'--with',
		'duckdb',
	);
	t.is(message.match(/DB_USER/g)?.length, 1, message);
});
