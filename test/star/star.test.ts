import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {packageRoot} from '../../src/package-root.js';
import {checkIds} from '../../src/star/checks.js';
import {
	dependentStages,
	downstreamStages,
	fillingStages,
	stageDependencies,
	stageIds,
	stageRows,
	stageTables,
} from '../../src/star/stages.js';
import {ownedTables, starTables} from '../../src/star/tables.js';

/** The only literal lists of stages, tables and checks among the tests: a new one is added here. */
const stages = [
	['connect', undefined, []],
	['drop-tables', undefined, ['connect']],
	['create-tables', undefined, ['drop-tables']],
	['stage-events', 'staging_events', ['create-tables']],
	['stage-songs', 'staging_songs', ['create-tables']],
	['load-songplays', 'songplays', ['stage-events', 'stage-songs']],
	['load-users', 'users', ['stage-events', 'stage-songs']],
	['load-songs', 'songs', ['stage-events', 'stage-songs']],
	['load-artists', 'artists', ['stage-events', 'stage-songs']],
	['load-time', 'time', ['load-songplays']],
	['verify', undefined, ['load-songplays', 'load-users', 'load-songs', 'load-artists', 'load-time']],
];
const tables = [
	...['songplays', 'users', 'songs', 'artists', 'time'],
	...['staging_events', 'staging_songs', 'staging_rejects', 'staging_loads'],
];
const checks = [
	...['events-accounted', 'songs-accounted', 'plays-accounted', 'users-complete', 'songs-complete'],
	...['artists-complete', 'time-covers-plays', 'keys-unique', 'no-orphan-keys', 'no-null-keys'],
];

test('has these stages, tables and checks, in this order', t => {
	const tableOf: Readonly<Record<string, string | undefined>> = stageTables;
	t.deepEqual(
		stageIds.map(id => [id, tableOf[id], stageDependencies[id]]),
		stages,
	);
	t.deepEqual(ownedTables, tables);
	t.deepEqual(checkIds, checks);
});

test('puts dependencies before their dependents, and finds indirect dependents', t => {
	for (const id of stageIds)
		for (const dependency of stageDependencies[id])
			t.true(stageIds.indexOf(dependency) < stageIds.indexOf(id), `${dependency} before ${id}`);
	t.deepEqual(dependentStages('stage-songs'), stageIds.slice(stageIds.indexOf('load-songplays')));
	t.deepEqual(dependentStages('load-users'), ['verify']);
	t.deepEqual(dependentStages('verify'), []);
});

test('makes only the stages out of date that read the table, directly or through another', t => {
	t.deepEqual(downstreamStages('stage-events'), ['load-songplays', 'load-users', 'load-time', 'verify']);
	t.deepEqual(downstreamStages('stage-songs'), [
		'load-songplays',
		'load-songs',
		'load-artists',
		'load-time',
		'verify',
	]);
	t.deepEqual(downstreamStages('load-songplays'), ['load-time', 'verify']);
});

const sqlFolder = join(packageRoot, 'sql');
const sqlOf = (path: string) => readFileSync(join(sqlFolder, `${path}.sql`), 'utf8').replaceAll(/--.*/g, '');
const filesIn = (folder: string) => readdirSync(join(sqlFolder, folder)).sort();

test('has a transform for each table of the star schema, and no other', t => {
	const filled = fillingStages.filter(id => stageRows[id].kind === 'transform').map(id => stageTables[id]);
	t.deepEqual([...filled].sort(), [...starTables].sort(), 'one stage fills each table');
	t.deepEqual(filesIn('transform'), filled.map(table => `${table}.sql`).sort());
});

for (const engine of ['duckdb', 'postgres', 'redshift']) {
	test(`creates each table, and no other: ${engine}`, t => {
		const created = [
			...sqlOf(`${engine}/create-tables`).matchAll(/^CREATE (?:UNLOGGED )?TABLE (?:\S+\.)?"?(\w+)"? \(/gm),
		];
		t.deepEqual(created.map(([, name]) => name).sort(), [...ownedTables].sort());
	});
}

test('has a statement for each check and one for its rows, and no other', t => {
	t.deepEqual(filesIn('checks'), checkIds.flatMap(id => [`${id}.rows.sql`, `${id}.sql`]).sort());
});

test('reads each table of the star schema in a check', t => {
	const all = checkIds.map(id => sqlOf(`checks/${id}`)).join('\n');
	t.deepEqual(
		starTables.filter(table => !new RegExp(`\\b(?:FROM|JOIN)\\s+"?${table}\\b`).test(all)),
		[],
	);
});

test('uses no scalar subquery as a value in a check, which Redshift may not support', t => {
	for (const name of filesIn('checks')) {
		const sql = sqlOf(`checks/${name.replace(/\.sql$/, '')}`).replaceAll(/--.*/g, '');
		t.notRegex(sql, /(?:\bSELECT|\bCASE|\bWHEN|\bTHEN|\bELSE|[,=<>+*/-])\s*\(\s*SELECT\b/i, name);
	}
});
