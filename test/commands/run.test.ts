import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {packageRoot} from '../../src/package-root.js';
import {type PostgresServer, startPostgres} from '../support/postgres/start-postgres.js';
import {postgresFolder} from './postgres-folder.js';
import {run, runAlone, workFolder} from './run-program.js';

let postgres: PostgresServer;
test.before(async () => {
	postgres = await startPostgres();
});
test.after.always(async () => postgres?.stop());

const engines = {
	DuckDB: async (t: ExecutionContext) => workFolder(t),
	PostgreSQL: async (t: ExecutionContext) => postgresFolder(t, postgres),
};

let loadedFile: Buffer | undefined;

/** A folder with the bundled sample loaded. */
async function loaded(t: ExecutionContext, engine: keyof typeof engines): Promise<string> {
	const folder = await engines[engine](t);
	const file = join(folder, 'sparkify.duckdb');
	if (engine === 'DuckDB' && loadedFile !== undefined) writeFileSync(file, loadedFile);
	else t.is((await run(folder, ['load', '--yes', '--quiet'])).code, 0);
	if (engine === 'DuckDB') loadedFile ??= readFileSync(file);
	return folder;
}

function writeNotebook(folder: string, ...lines: readonly string[]): void {
	writeFileSync(join(folder, 'n.sparkify.md'), `${lines.join('\n')}\n`);
}

const cell = (sql: string, info = '') => `\`\`\`sql ${info}\n${sql}\n\`\`\``;

for (const engine of ['DuckDB', 'PostgreSQL'] as const)
	test.serial(`${engine}: runs a notebook and writes reports`, async t => {
		const folder = await loaded(t, engine);
		writeNotebook(
			folder,
			'# Levels & <plays>',
			cell(
				'SELECT level, count(*) AS plays FROM songplays GROUP BY level ORDER BY level',
				'name=levels chart=bar',
			),
			cell(
				'SELECT * FROM {{levels}} WHERE level = :level;\nSELECT count(*) FROM users WHERE level <> :level',
				'name=one',
			),
			cell(
				'SELECT CAST(start_time AS date) AS day, count(*) AS plays FROM songplays WHERE start_time >= :from GROUP BY 1 ORDER BY 1',
				'chart=line',
			),
		);
		const html = await runAlone(folder, [
			'run',
			'n.sparkify.md',
			'--set',
			'level=paid',
			'--set',
			'from=2018-11-29',
			'--report',
			'out.html',
		]);
		t.is(html.code, 0, html.stderr);
		t.regex(html.stdout, /^\[1\] levels\nfree [\d,]+ {2}█+.*\npaid [\d,]+ {2}█+.*\n2 rows · /);
		t.regex(html.stdout, /\[2\] one\nlevel │ plays\n─+┼─+\npaid {2}│ +\d+\n1 row · .*\ncount.*\n/);
		t.regex(html.stdout, /\[3\]\n[\s\S]*11-30\n2 rows · /);
		t.regex(html.stderr, /Report written to out\.html\.\n3 cells done, /);
		const page = readFileSync(join(folder, 'out.html'), 'utf8');
		t.regex(page, /<title>Levels &amp; &lt;plays&gt;<\/title>/);
		t.regex(page, /<h1>Levels &amp; &lt;plays&gt;<\/h1>/);
		t.is(page.match(/<svg /g)?.length, 2);
		t.regex(page, /<rect [^>]*><title>free: [\d,]+<\/title>/);
		t.notRegex(page, /<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);

		const md = await run(folder, [
			'run',
			'n.sparkify.md',
			'--set',
			'level=paid',
			'--set',
			'from=2018-11-29',
			'--report',
			'out.md',
			'--quiet',
		]);
		t.is(md.code, 0);
		t.is(md.stderr, '');
		t.regex(
			readFileSync(join(folder, 'out.md'), 'utf8'),
			/\n\| level \| plays \|\n\| --- \| ---: \|\n\| paid \| \d+ \|\n/,
		);
	});

test.serial(
	'gives the same results on DuckDB and PostgreSQL: the ready queries and the sample analysis',
	async t => {
		const analysis = readFileSync(join(packageRoot, 'docs/upgrades.sparkify.md'), 'utf8');
		const queries = readFileSync(join(packageRoot, 'sql/queries.sparkify.md'), 'utf8');
		const results = [];
		for (const engine of ['DuckDB', 'PostgreSQL'] as const) {
			const folder = await loaded(t, engine);
			writeNotebook(folder, analysis, queries);
			const {code, stdout, stderr} = await run(folder, ['run', 'n.sparkify.md', '--json']);
			t.is(code, 0, stderr);
			const lines = stdout
				.trimEnd()
				.split('\n')
				.map(line => JSON.parse(line));
			t.is(lines.length, 10 + 9);
			for (const {state, outputs} of lines) {
				t.is(state, 'done');
				t.true(outputs[0].rows.length > 0);
			}
			results.push(lines.map(({outputs}) => [outputs[0].columns, outputs[0].rows, outputs[0].complete]));
		}
		for (const [index, result] of results[0]!.entries())
			t.deepEqual(result, results[1]![index], `cell ${index + 1}`);
	},
);

test.serial('stops at the first failure, with its line, and reports what did not run', async t => {
	const folder = await loaded(t, 'DuckDB');
	writeNotebook(
		folder,
		'Text.',
		'',
		cell('SELECT 1 AS one;'),
		cell('SELECT 2;\nSELECT nothing\nFROM users'),
		cell('SELECT 3'),
	);
	const {code, stdout, stderr} = await run(folder, ['run', 'n.sparkify.md', '--report', 'out.md']);
	t.is(code, 1);
	t.regex(stdout, /\[1\]\none\n[\s\S]*\[2\]\n2\n/);
	t.notRegex(stdout, /\[3\]/);
	t.regex(stderr, /"nothing" not found[\s\S]*\nat n\.sparkify\.md:8\n2 │ SELECT nothing\n/);
	t.regex(stderr, /\n1 cell done, 1 failed, 1 not run, /);
	const report = readFileSync(join(folder, 'out.md'), 'utf8');
	t.regex(report, /Error: .*"nothing" not found/);
	t.regex(report, /SELECT 3\n```\n\n\*Not run\.\*/);

	writeNotebook(folder, cell('BEGIN; DELETE FROM users'), cell('SELECT 1'));
	const open = await run(folder, ['run', 'n.sparkify.md', '--write']);
	t.is(open.code, 1);
	t.regex(open.stderr, /ended inside a transaction, so its changes were rolled back/);
	const {stdout: users} = await run(folder, ['query', 'SELECT count(*) > 0 FROM users', '--format', 'tsv']);
	t.regex(users, /true/);
});

for (const engine of ['DuckDB', 'PostgreSQL'] as const)
	test.serial(`${engine}: query and run change data only with --write`, async t => {
		const folder = await loaded(t, engine);
		const count = async () =>
			Number(
				(await run(folder, ['query', 'SELECT count(*) FROM users', '--format', 'tsv'])).stdout.split(
					/\s+/,
				)[1],
			);
		const before = await count();
		t.true(before > 1);
		writeNotebook(folder, cell('SELECT 1;\nDELETE FROM users WHERE user_id = 26'));
		for (const command of [
			['run', 'n.sparkify.md'],
			['query', 'DELETE FROM users'],
		]) {
			const {code, stderr} = await run(folder, command);
			t.is(code, 1);
			t.regex(stderr, /This statement changes data, and the session is read-only\./);
			t.regex(stderr, /-> Allow writing first: type \\write in the notebook, or start with --write\./);
		}
		t.is(await count(), before);
		t.is((await run(folder, ['run', 'n.sparkify.md', '--write'])).code, 0);
		t.is(await count(), before - 1);
		t.is((await run(folder, ['query', '--write', 'DELETE FROM users'])).code, 0);
		t.is(await count(), 0);
	});

test.serial('checks parameters, names and arguments before anything runs', async t => {
	const folder = workFolder(t);
	writeFileSync(join(folder, 'sparkify.duckdb'), '');
	writeNotebook(folder, 'x', cell('SELECT 1,\n:day', 'name=a'));
	const failed = async (...args: readonly string[]) => {
		const {code, stdout, stderr} = await run(folder, ['run', ...args]);
		t.is(code, 2, stderr);
		t.is(stdout, '');
		return stderr;
	};
	t.regex(
		await failed('n.sparkify.md'),
		/The parameter :day has no value\.\nat n\.sparkify\.md:4\n-> Set it with --set day=VALUE\./,
	);
	t.regex(
		await failed('n.sparkify.md', '--set', 'day=1', '--set', 'dya=2'),
		/No cell of n\.sparkify\.md uses the parameter :dya\.\n-> It uses :day\./,
	);
	t.regex(await failed('n.sparkify.md', '--set', 'day'), /--set day is not of the form NAME=VALUE\./);
	t.regex(await failed('n.sparkify.md', '--report', 'x.pdf'), /--report x\.pdf must end in \.md or \.html\./);
	t.regex(await failed('none.md'), /none\.md cannot be read: no such file or directory\./);
	t.regex(await failed(), /run needs a notebook/);
	writeNotebook(folder, 'Only text.');
	t.regex(await failed('n.sparkify.md'), /n\.sparkify\.md has no SQL cell\./);
	writeNotebook(folder, cell('SELECT 1', 'name=a'), cell('SELECT 2', 'name=a'));
	t.regex(await failed('n.sparkify.md'), /Two cells are named a\.\nat n\.sparkify\.md:4\n/);
});
