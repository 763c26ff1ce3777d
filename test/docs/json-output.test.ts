import {copyFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {postgresFolder} from '../commands/postgres-folder.js';
import {run, workFolder} from '../commands/run-program.js';
import {startPostgres} from '../support/postgres/start-postgres.js';
import {readPage} from './pages.js';

type Fields = Readonly<Record<string, unknown>>;

/** The fields in the first column of the table under a heading. */
function documentedFields(heading: string): readonly string[] {
	const sections = readPage('docs/json-events.md').split(/^#+ /m);
	const section = sections.find(text => text.startsWith(`${heading}\n`)) ?? '';
	const [, table = ''] = section.split('| field | meaning |\n| --- | --- |\n');
	return [...table.matchAll(/^\|([^|]+)\|/gm)].flatMap(([, cell = '']) =>
		[...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
	);
}

/** Asserts that objects have, among them, exactly the fields of a table of the page. */
function hasDocumentedFields(t: ExecutionContext, heading: string, objects: readonly Fields[]): void {
	t.deepEqual(
		[...new Set(objects.flatMap(Object.keys))].sort(),
		[...documentedFields(heading)].sort(),
		heading,
	);
}

function parseLines(stdout: string): readonly Fields[] {
	return stdout
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Fields);
}

test('the page on JSON has every field that run prints, and no other', async t => {
	const postgres = await startPostgres();
	t.teardown(async () => postgres.stop());
	const folder = await postgresFolder(t, postgres);
	t.is((await run(folder, ['load', '--yes', '--quiet'])).code, 0);
	const cells = [
		['name=levels', 'SELECT level, count(*) FROM songplays GROUP BY level'],
		['', 'DROP TABLE IF EXISTS missing; CREATE TEMPORARY TABLE few (id int PRIMARY KEY)'],
		['', 'INSERT INTO few VALUES (1), (1)'],
	];
	writeFileSync(
		join(folder, 'n.sparkify.md'),
		cells.map(([info, sql]) => `\`\`\`sql ${info}\n${sql}\n\`\`\`\n`).join('\n'),
	);
	const {code, stdout} = await run(folder, ['run', 'n.sparkify.md', '--write', '--json']);
	t.is(code, 1);
	const lines = parseLines(stdout);
	hasDocumentedFields(t, 'run --json', lines);
	hasDocumentedFields(
		t,
		'An output',
		lines.flatMap(({outputs}) => outputs as readonly Fields[]),
	);
});

test('the page on JSON has every field that parity prints, and no other', async t => {
	const folder = workFolder(t);
	t.is((await run(folder, ['load', '--yes', '--quiet'])).code, 0);
	copyFileSync(join(folder, 'sparkify.duckdb'), join(folder, 'other.duckdb'));
	const change = "UPDATE users SET level = 'free' WHERE level = 'paid'; DELETE FROM artists; DROP TABLE time";
	t.is((await run(folder, ['query', '--write', '--database', 'other.duckdb', change])).code, 0);
	const {code, stdout} = await run(folder, ['parity', '--json', '--with', 'other.duckdb']);
	t.is(code, 1);
	const lines = parseLines(stdout);
	hasDocumentedFields(t, 'parity --json', lines);
	const figures = lines.flatMap(({rows, keys, nullKeys, checksum}) => [rows, keys, nullKeys, checksum]);
	t.deepEqual([...new Set(figures.flatMap(each => Object.keys(each ?? {})))], ['here', 'there']);
	hasDocumentedFields(
		t,
		'A difference',
		lines.flatMap(({differences}) => (differences as readonly Fields[] | undefined) ?? []),
	);
});

test('the page on JSON has every field that doctor prints, and no other', async t => {
	const {stdout} = await run(workFolder(t), ['doctor', '--json']);
	hasDocumentedFields(t, 'doctor --json', parseLines(stdout));
});
