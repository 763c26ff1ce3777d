import test from 'ava';
import {isCommandLine, parseCommandLine} from '../../src/notebook/commands/command-line.js';
import {
	commandNames,
	commandsOutput,
	commandTable,
	foreignCommands,
} from '../../src/notebook/commands/command-table.js';
import {describe} from '../../src/notebook/commands/describe.js';
import {type Action, interpretText} from '../../src/notebook/commands/interpret.js';
import {chartFor} from '../../src/notebook/commands/parse-chart.js';
import {parametersOutput} from '../../src/notebook/commands/parse-set.js';
import {countStatement, explainStatement, plainQuery} from '../../src/notebook/commands/query-text.js';
import {createWatch} from '../../src/notebook/commands/watch.js';
import type {CellOutput} from '../../src/notebook/document/cell.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';
import type {Column} from '../../src/warehouse/warehouse.js';

test('command line: tells commands from SQL', t => {
	for (const text of ['\\d', ' \\d users;', '\\nonsense', '.tables', '.mode csv', 'quit', 'exit;', 'help'])
		t.true(isCommandLine(text), text);
	for (const text of ['SELECT 1', '.5', '', 'quit the job', "E'\\d'", 'exits'])
		t.false(isCommandLine(text), text);
});

test('command line: splits arguments at blanks, and reads quotes as psql does', t => {
	const cases: ReadonlyArray<
		readonly [text: string, command: string, args: readonly string[], plus?: boolean]
	> = [
		['\\d', 'd', []],
		['\\d+', 'd', [], true],
		['\\d +', 'd', [], true],
		['\\d + users ;', 'd', ['users'], true],
		['\\d+ "My Table"', 'd', ['"My Table"'], true],
		['\\dt;', 'dt', []],
		["\\i 'my file.sql'", 'i', ['my file.sql']],
		['\\i "it\'s.sql"', 'i', ["it's.sql"]],
		["\\export 'it''s'.csv;", 'export', ["it's.csv"]],
		["\\set who O'Brien", 'set', ["who O'Brien"]],
		['\\md ## It\'s "prose"; really;\nnext', 'md', ['## It\'s "prose"; really;\nnext']],
		['quit;', 'q', []],
		['help', '?', []],
	];
	for (const [text, command, args, plus = false] of cases)
		t.deepEqual(parseCommandLine(text), {command, plus, arguments: args} as never, text);
});

test('command line: every mistake says what to type instead', t => {
	const cases: ReadonlyArray<readonly [text: string, message: string, advice: string]> = [
		['\\dts', 'There is no command \\dts.', 'Did you mean \\dt[+]?'],
		['\\exprot a.csv', 'There is no command \\exprot.', 'Did you mean \\export FILE?'],
		['\\D', 'There is no command \\D.', 'Did you mean \\d[+] [TABLE]?'],
		['\\l+', 'There is no command \\l+.', 'Did you mean \\l?'],
		['\\frobnicate', 'There is no command \\frobnicate.', 'Type \\? for the commands.'],
		['\\dn', 'There is no command \\dn.', 'Run SELECT schema_name FROM information_schema.schemata;'],
		['\\dv+ x', 'There is no command \\dv+.', 'Use \\d, which lists views too.'],
		['\\gx', 'There is no command \\gx.', 'Type \\x on, then run the query.'],
		['.tables', 'There is no command .tables.', 'Use \\dt.'],
		['.frobnicate', 'There is no command .frobnicate.', 'Type \\? for the commands.'],
		['\\', 'A command needs a name.', 'Type \\? for the commands.'],
		['\\export', '\\export needs an argument.', 'Type \\export FILE.'],
		['\\q now', '\\q takes no argument, got 1.', 'Leave it out.'],
		['\\i my file.sql', '\\i takes one argument, got 2.', 'Put an argument with blanks in quotes.'],
		["\\i 'my file.sql", 'A quote after \\i is not closed.', 'Type \\i FILE.'],
		['\\d users\nSELECT 1', '\\d takes one line.', 'Put the other lines into another cell.'],
	];
	for (const [text, message, advice] of cases) t.deepEqual(parseCommandLine(text), {message, advice}, text);
});

test('commands: the table is complete, and what it says of other programs is true', t => {
	for (const name of commandNames) t.regex(commandTable[name].help, /^[a-z].*[^.]$/);
	for (const [typed, advice] of foreignCommands) {
		t.true(isCommandLine(typed), typed);
		for (const [, name = ''] of advice.matchAll(/\\(\w+|\?)/g))
			t.true(
				commandNames.some(known => known === name),
				advice,
			);
	}
	const help = commandsOutput();
	t.deepEqual(help.type === 'result' && help.rows.find(([usage]) => usage === '\\d[+] [TABLE]'), [
		'\\d[+] [TABLE]',
		commandTable.d.help,
	]);
});

test('interpret: every command becomes an action', t => {
	const cases: ReadonlyArray<readonly [string, Action]> = [
		['\\d', {type: 'describe', describe: {what: 'relations', hasViews: true, plus: false}}],
		['\\d+ users', {type: 'describe', describe: {what: 'table', name: 'users', plus: true}}],
		['\\dt+', {type: 'describe', describe: {what: 'relations', hasViews: false, plus: true}}],
		['\\l', {type: 'describe', describe: {what: 'databases'}}],
		['\\conninfo', {type: 'describe', describe: {what: 'connection'}}],
		['\\x', {type: 'expanded', mode: 'toggle'}],
		['\\x auto', {type: 'expanded', mode: 'auto'}],
		['\\timing off', {type: 'timing', mode: 'off'}],
		['\\chart', {type: 'chart', request: 'guess'}],
		['\\chart off', {type: 'chart', request: 'off'}],
		[
			'\\chart heatmap x=hour y="day of week" by=level',
			{type: 'chart', request: {type: 'heatmap', x: 'hour', y: ['day of week'], by: 'level'}},
		],
		['\\chart line y=free,paid', {type: 'chart', request: {type: 'line', y: ['free', 'paid']}}],
		['\\set', {type: 'list-parameters'}],
		["\\set level '42'", {type: 'set', name: 'level', value: "'42'"}],
		['\\set ids (1, 2);', {type: 'set', name: 'ids', value: '(1, 2)'}],
		['\\set since 2018-11-01 12:00', {type: 'set', name: 'since', value: '2018-11-01 12:00'}],
		['\\set level', {type: 'set', name: 'level', value: ''}],
		['\\unset level', {type: 'set', name: 'level', value: undefined}],
		['\\explain', {type: 'explain', analyzes: false}],
		['\\explain ANALYZE', {type: 'explain', analyzes: true}],
		['\\count', {type: 'count'}],
		['\\watch', {type: 'watch', seconds: 2}],
		['\\watch 1.5', {type: 'watch', seconds: 1.5}],
		['\\e', {type: 'edit'}],
		['\\i a.sql', {type: 'include', file: 'a.sql'}],
		['\\o', {type: 'output', file: undefined}],
		['\\o out.md', {type: 'output', file: 'out.md'}],
		['\\export A.CSV', {type: 'export', file: 'A.CSV', format: 'csv'}],
		['\\export a.b.md', {type: 'export', file: 'a.b.md', format: 'markdown'}],
		['\\outputs on', {type: 'outputs', isOn: true}],
		['\\md', {type: 'markdown', text: ''}],
		['\\write', {type: 'write'}],
		['\\q', {type: 'quit'}],
		['\\?', {type: 'help'}],
	];
	for (const [text, action] of cases) t.deepEqual(interpretText(text), action, text);
	const tested = new Set(cases.map(([text]) => /^\\(\w+|\?)/.exec(text)?.[1]));
	t.deepEqual(
		[...commandNames].filter(name => !tested.has(name)),
		[],
	);
});

test('interpret: a wrong argument names those that are right', t => {
	const cases: ReadonlyArray<readonly [string, RegExp]> = [
		['\\x yes', /^\\x takes on, off or auto, not "yes"\. Type \\x \[on\|off\|auto\]\.$/],
		['\\watch 0.5', /^\\watch takes a number of seconds of at least 1, not "0\.5"\./],
		['\\watch soon', /of at least 1, not "soon"/],
		['\\explain select', /^\\explain takes analyze or nothing, not "select"\./],
		[
			'\\export rows',
			/^The suffix of "rows" names no format\. Use \.csv, \.tsv, \.json, \.ndjson, \.md, \.parquet\.$/,
		],
		['\\export rows.xlsx', /^The suffix of "rows\.xlsx"/],
		[
			'\\chart pie',
			/^There is no chart "pie"; the charts are bar, column, line, histogram, heatmap, sparkline\./,
		],
		['\\chart lien', /Did you mean line\?$/],
		['\\chart bar hour', /^"hour" is not x=, y= or by=\. Type x=COLUMN/],
		['\\chart bar x=a x=b', /^x= is there twice\./],
		['\\chart off x=a', /^\\chart off takes no columns\./],
		['\\set n=5', /^"n=5" is not the name of a parameter\. Type \\set n VALUE\.$/],
		['\\set :n 5', /Type \\set n VALUE\.$/],
		['\\set 2n 5', /does not begin with a digit\.$/],
		['\\unset :n', /Type \\unset n\.$/],
	];
	for (const [text, expected] of cases) {
		const {message, advice = ''} = interpretText(text) as {message: string; advice?: string};
		t.regex(`${message} ${advice}`.trim(), expected, text);
	}
});

function column(name: string, type: Column['type']): Column {
	return {name, type, engineType: type};
}

test('chart: checks the columns against the result', t => {
	const columns = [column('hour', 'number'), column('level', 'text'), column('plays', 'number')];
	const rows = [[1, 'free', 10]];
	const check = (text: string) => {
		const action = interpretText(text) as Extract<Action, {type: 'chart'}>;
		return chartFor(action.request, columns, rows);
	};
	t.is(check('\\chart off'), undefined);
	t.deepEqual(check('\\chart'), {type: 'heatmap', x: 'hour', y: ['level']});
	t.deepEqual(check('\\chart bar'), {type: 'bar'} as never);
	t.deepEqual(check('\\chart line x=hour y=plays'), {type: 'line', x: 'hour', y: ['plays']});
	t.deepEqual(check('\\chart bar y=play'), {
		message: 'The result has no column play; it has hour, level, plays.',
		advice: 'Did you mean plays?',
	});
	t.deepEqual(check('\\chart bar x=hour y=level'), {
		message: 'y must be a column of numbers; level is text.',
		advice: 'The columns of numbers are hour, plays.',
	});
	const texts = [column('level', 'text'), column('plays', 'number')];
	t.deepEqual(chartFor({type: 'line'}, texts, [['free', 10]]), {
		message: 'The result has no columns for the chart line.',
		advice: 'Its charts are bar, column, histogram.',
	});
	t.deepEqual(chartFor('guess', texts.slice(0, 1), [['free']]), {
		message: 'No chart fits this result.',
		advice: 'A chart needs at least one row and one column of numbers.',
	});
});

test('query text: only one query that changes nothing is run again', t => {
	for (const sql of [
		'SELECT 1;',
		'values (1)',
		'(SELECT 1)',
		'WITH a AS (SELECT 1) SELECT * FROM a',
		'SELECT "into"',
	])
		t.is(typeof plainQuery(sql, '\\watch'), 'string', sql);
	const cases: ReadonlyArray<readonly [string, RegExp]> = [
		['-- none', /^\\watch needs a query, and the cell has none\.$/],
		['SELECT 1; SELECT 2', /^\\watch takes one query; the cell has 2 statements\.$/],
		['DELETE FROM users', /the cell contains DELETE\.$/],
		['SELECT 1 INTO made', /the cell contains INTO\.$/],
		['WITH d AS (DELETE FROM users RETURNING *) SELECT * FROM d', /the cell contains DELETE\.$/],
		['EXPLAIN SELECT 1', /the cell contains EXPLAIN\.$/],
	];
	for (const [sql, message] of cases)
		t.regex((plainQuery(sql, '\\watch') as {message: string}).message, message, sql);
});

test('query text: EXPLAIN ANALYZE is refused where the engine lacks it', t => {
	t.is(explainStatement('SELECT 1;', false, {lacksExplainAnalyze: true}), 'EXPLAIN SELECT 1');
	t.is(explainStatement('SELECT 1', true, {}), 'EXPLAIN ANALYZE SELECT 1');
	t.deepEqual(explainStatement('SELECT 1', true, {lacksExplainAnalyze: true}), {
		message: 'This engine has no EXPLAIN ANALYZE.',
		advice: 'Use \\explain, which does not run the query.',
	});
	t.regex((explainStatement('SELECT 1; SELECT 2', false, {}) as {message: string}).message, /the cell has 2/);
	t.regex((explainStatement('EXPLAIN SELECT 1', false, {}) as {message: string}).message, /already/);
});

test('set: lists the parameters, or how to set one', t => {
	const listed = parametersOutput(new Map([['level', "'paid'"]]));
	t.deepEqual(listed.type === 'result' && listed.rows, [[':level', "'paid'"]]);
	t.deepEqual(parametersOutput(new Map()).notices, ['No parameters. \\set NAME VALUE sets one.']);
});

test('watch: waits after the end of each run, and stops when one fails', async t => {
	const log: string[] = [];
	let runs = 0;
	const {ended} = createWatch({
		async run() {
			log.push(`run ${++runs}`);
			return runs < 3;
		},
		seconds: 2,
		onStop: reason => log.push(reason),
		async sleep(ms) {
			log.push(`${ms} ms`);
		},
	});
	await ended;
	t.deepEqual(log, ['run 1', '2000 ms', 'run 2', '2000 ms', 'run 3', 'failed']);
});

test('watch: stops at once while it waits, and after the run while one is in progress', async t => {
	const reasons: string[] = [];
	let runs = 0;
	const whileWaiting = createWatch({
		async run() {
			runs++;
			setImmediate(() => whileWaiting.stop());
			return true;
		},
		seconds: 3600,
		onStop: reason => reasons.push(reason),
	});
	await whileWaiting.ended;
	t.is(runs, 1);
	const whileRunning = createWatch({
		async run() {
			runs++;
			whileRunning.stop();
			// Cancelled by whoever stopped the watch.
			return false;
		},
		seconds: 3600,
		onStop: reason => reasons.push(reason),
	});
	await whileRunning.ended;
	t.is(runs, 2);
	t.deepEqual(reasons, ['stopped', 'stopped']);
});

function shown(output: CellOutput): unknown {
	if (output.type === 'error') return output.failure;
	return output.type === 'result' ? [output.columns.map(({name}) => name), ...output.rows] : output;
}

test('describe: lists tables, columns, databases and the connection', async t => {
	const warehouse = new DuckDbWarehouse(':memory:');
	await warehouse.connect();
	t.teardown(async () => warehouse.close());
	const empty = await describe({what: 'relations', hasViews: true, plus: false}, warehouse);
	t.deepEqual(empty.notices, ['No tables or views.']);
	await warehouse.run(
		'CREATE TABLE users (user_id integer PRIMARY KEY, name varchar DEFAULT \'?\', "A b" date)',
	);
	await warehouse.run('INSERT INTO users (user_id) VALUES (1), (2)');
	await warehouse.run('CREATE VIEW paid AS SELECT user_id FROM users');
	await warehouse.run('CREATE SCHEMA other');
	await warehouse.run('CREATE TABLE other."My table" (i integer)');
	const output = async (text: string) => {
		const action = interpretText(text) as Extract<Action, {type: 'describe'}>;
		return describe(action.describe, warehouse);
	};
	const show = async (text: string) => shown(await output(text));
	t.deepEqual(await show('\\d'), [
		['name', 'kind', 'columns'],
		['paid', 'view', 1],
		['users', 'table', 3],
	]);
	t.deepEqual(await show('\\dt'), [
		['name', 'kind', 'columns'],
		['users', 'table', 3],
	]);
	t.deepEqual(await show('\\d+'), [
		['name', 'kind', 'columns', 'rows'],
		['paid', 'view', 1, null],
		['users', 'table', 3, 2],
	]);
	t.deepEqual(await show('\\d Users'), [
		['column', 'type', 'nullable'],
		['user_id', 'INTEGER', 'no'],
		['name', 'VARCHAR', 'yes'],
		['A b', 'DATE', 'yes'],
	]);
	const more = await output('\\d+ users');
	t.deepEqual(shown(more), [
		['column', 'type', 'nullable', 'default', 'key'],
		['user_id', 'INTEGER', 'no', null, 'primary key'],
		['name', 'VARCHAR', 'yes', "'?'", null],
		['A b', 'DATE', 'yes', null, null],
	]);
	t.deepEqual([more.sql, more.notices], ['\\d+ users', ['2 rows']]);
	t.deepEqual(await show('\\d other."My table"'), [
		['column', 'type', 'nullable'],
		['i', 'INTEGER', 'yes'],
	]);
	t.deepEqual(await show('\\d usres'), {
		message: 'There is no table or view usres.',
		advice: 'Did you mean users?',
	});
	t.deepEqual(await show('\\d other.nothing'), {
		message: 'There is no table or view nothing in the schema other.',
		advice: 'Type \\d for the list.',
	});
	t.deepEqual(await show('\\d users now'), {
		message: '"users now" is not the name of a table.',
		advice: 'Type \\d TABLE or \\d SCHEMA.TABLE, with double quotes around names with blanks.',
	});
	t.deepEqual(await show('\\l'), [['database'], ['memory']]);
	const connection = (await show('\\conninfo')) as readonly unknown[][];
	t.deepEqual(
		connection.slice(1).map(([item]) => item),
		['warehouse', 'version', 'database', 'schema', 'identity'],
	);
	t.deepEqual(connection[1], ['warehouse', 'DuckDB :memory:']);
	await warehouse.close();
	t.is((await output('\\d')).type, 'error');
});

test('count: counts the rows of a query that ends in a comment', async t => {
	const warehouse = new DuckDbWarehouse(':memory:');
	await warehouse.connect();
	t.teardown(async () => warehouse.close());
	for (const [sql, rows] of [
		['SELECT 1 AS a, 2 AS a -- twice', 1],
		['WITH a AS (SELECT * FROM range(7)) SELECT * FROM a;', 7],
		['VALUES (1), (2)', 2],
	] as const) {
		const counting = countStatement(sql);
		if (typeof counting !== 'string') return t.fail(counting.message);
		t.is(Number((await warehouse.observe(counting))[0]?.[0]), rows, sql);
	}
});
