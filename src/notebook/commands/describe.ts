import {didYouMean} from '../../config/problems.js';
import {CancelledError, type Failure, toFailure, UsageError} from '../../errors.js';
import {plural} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import {codeTokens} from '../../sql/scanner.js';
import {quoteIdentifier, type SqlParameters, statement} from '../../sql/statements.js';
import {engineSql} from '../../warehouse/engine-sql.js';
import type {Column, Row, Warehouse} from '../../warehouse/warehouse.js';
import type {CellOutput} from '../document/cell.js';

/** What to list. `plus` adds row counts, and to the columns of a table its keys. */
export type Describe =
	| {readonly what: 'relations'; readonly hasViews: boolean; readonly plus: boolean}
	/** `name` as typed: `users`, `"My Table"`, `schema.users`. */
	| {readonly what: 'table'; readonly name: string; readonly plus: boolean}
	| {readonly what: 'databases'}
	| {readonly what: 'connection'};

type Listing = {
	readonly columns: readonly Column[];
	readonly rows: readonly Row[];
	readonly notices?: readonly string[];
};

/**
Reads the catalog on a session of its own, so that neither a running stage nor the notebook's open result or transaction is
in the way. Temporary tables of the notebook are not visible there. A failure is an error output.
@throws CancelledError only
*/
export async function describe(
	request: Describe,
	warehouse: Warehouse,
	signal?: AbortSignal,
): Promise<CellOutput> {
	const started = performance.now();
	const common = (notices: readonly string[] = []) => ({
		sql: typed(request),
		notices,
		ms: performance.now() - started,
	});
	try {
		const {columns, rows, notices} = withoutEmptyColumns(await list(request, {warehouse, signal}));
		return {type: 'result', columns, rows, isComplete: true, ...common(notices)};
	} catch (error) {
		if (error instanceof CancelledError) throw error;
		return {type: 'error', failure: withoutSql(toFailure(error)), ...common()};
	}
}

/** The command as the output's statement. */
function typed(request: Describe): string {
	switch (request.what) {
		case 'relations':
			return `\\${request.hasViews ? 'd' : 'dt'}${request.plus ? '+' : ''}`;
		case 'table':
			return `\\d${request.plus ? '+' : ''} ${request.name}`;
		case 'databases':
			return '\\l';
		case 'connection':
			return '\\conninfo';
	}
}

/** The place is in a statement that the user did not write. */
function withoutSql({sql: _, ...failure}: Failure): Failure {
	return failure;
}

type Context = {readonly warehouse: Warehouse; readonly signal: AbortSignal | undefined};

async function list(request: Describe, context: Context): Promise<Listing> {
	switch (request.what) {
		case 'relations':
			return listRelations(request, context);
		case 'table':
			return listColumns(request, context);
		case 'databases':
			return {
				columns: ['database', 'owner', 'encoding', 'file'].map(text),
				rows: await read(context, 'databases'),
			};
		case 'connection':
			return showConnection(context);
	}
}

async function listRelations(
	{hasViews, plus}: {readonly hasViews: boolean; readonly plus: boolean},
	context: Context,
): Promise<Listing> {
	const {warehouse, signal} = context;
	const all = await read(context, 'relations', {schema: warehouse.schema ?? null});
	const rows = hasViews ? all : all.filter(([, kind]) => !String(kind).endsWith('view'));
	const columns = [text('name'), text('kind'), number('columns')];
	const none = hasViews ? 'No tables or views.' : 'No tables.';
	const where = warehouse.schema === undefined ? '' : ` in the schema ${safeText(warehouse.schema)}`;
	const notices = rows.length === 0 ? [none.replace('.', `${where}.`)] : [];
	if (!plus) return {columns, rows, notices};
	const names = rows.filter(([, kind]) => kind === 'table').map(([name]) => String(name));
	const counted = await warehouse.inspectTables(names, {signal});
	const counts = new Map(counted.map(table => [table.name, table.rows]));
	return {
		columns: [...columns, number('rows')],
		rows: rows.map(row => [...row, counts.get(String(row[0])) ?? null]),
		notices,
	};
}

async function listColumns(
	{name, plus}: {readonly name: string; readonly plus: boolean},
	context: Context,
): Promise<Listing> {
	const {warehouse} = context;
	const {schema = warehouse.schema, table} = tableName(name);
	const place = {schema: schema ?? null, table};
	const found = await read(context, 'table-columns', place);
	if (found.length === 0) throw await noTable(schema, table, context);
	const isTable = found[0]?.[3] === 'table';
	const columns = ['column', 'type', 'nullable'].map(text);
	const rows = found.map(row => row.slice(0, 3));
	if (!plus) return {columns, rows};
	const details = new Map(
		(await read(context, 'table-details', place)).map(([column, ...facts]) => [column, facts]),
	);
	const added = [text('default'), text('key'), text('encoding'), text('distkey'), number('sortkey')];
	return {
		columns: [...columns, ...added],
		rows: rows.map(row => [...row, ...added.map((_, index) => details.get(row[0]!)?.[index] ?? null)]),
		notices: isTable ? [plural(await countRows(schema, table, context), 'row')] : ['A view.'],
	};
}

async function countRows(schema: string | undefined, table: string, context: Context): Promise<number> {
	const qualifier = schema === undefined ? '' : `${quoteIdentifier(schema)}.`;
	const sql = `SELECT count(*) FROM ${qualifier}${quoteIdentifier(table)}`;
	const [[rows] = []] = await context.warehouse.observe(sql, {signal: context.signal});
	return Number(rows);
}

async function noTable(schema: string | undefined, table: string, context: Context): Promise<UsageError> {
	const known = await read(context, 'relations', {schema: schema ?? null});
	const guess = didYouMean(
		table,
		known.map(([name]) => String(name)),
	);
	const where = schema === undefined ? '' : ` in the schema ${safeText(schema)}`;
	return new UsageError({
		message: `There is no table or view ${safeText(table)}${where}.`,
		advice: guess === undefined ? 'Type \\d for the list.' : safeText(guess),
	});
}

/**
Reads `table` or `schema.table`. Unquoted names are in lower case, as the servers fold them.
@throws UsageError
*/
function tableName(typedName: string): {readonly schema?: string; readonly table: string} {
	const tokens = codeTokens(typedName);
	const names = tokens.flatMap(({type, text: raw}, index) => {
		if (index % 2 === 1 || !/identifier|keyword/.test(type)) return [];
		return type === 'quoted-identifier' ? raw.slice(1, -1).replaceAll('""', '"') : raw.toLowerCase();
	});
	const [first, second] = names;
	const isName = tokens.length === names.length * 2 - 1 && (tokens.length === 1 || tokens[1]?.text === '.');
	if (isName && first !== undefined && names.length === 1) return {table: first};
	if (isName && first !== undefined && second !== undefined && names.length === 2)
		return {schema: first, table: second};
	throw new UsageError({
		message: `"${safeText(typedName)}" is not the name of a table.`,
		advice: 'Type \\d TABLE or \\d SCHEMA.TABLE, with double quotes around names with blanks.',
	});
}

async function showConnection(context: Context): Promise<Listing> {
	const {name, identity, schema} = context.warehouse;
	const [[version, user, database, current] = []] = await read(context, 'connection');
	const facts: readonly Row[] = [
		['warehouse', name],
		['version', version ?? null],
		['user', user ?? null],
		['database', database ?? null],
		['schema', schema ?? current ?? null],
		['identity', identity],
	];
	return {columns: [text('item'), text('value')], rows: facts.filter(([, value]) => value !== null)};
}

async function read(
	{warehouse, signal}: Context,
	name: string,
	parameters: SqlParameters = {},
): Promise<readonly Row[]> {
	return warehouse.observe(statement(engineSql(warehouse, name), parameters), {signal});
}

/** Removes columns that the engine does not have: NULL in every row. */
function withoutEmptyColumns({columns, rows, notices}: Listing): Listing {
	const kept = columns.flatMap((_, index) => {
		const isEmpty = rows.length > 0 && rows.every(row => (row[index] ?? null) === null);
		return isEmpty ? [] : [index];
	});
	return {
		columns: kept.map(index => columns[index]!),
		rows: rows.map(row => kept.map(index => row[index] ?? null)),
		...(notices !== undefined && {notices}),
	};
}

function text(name: string): Column {
	return {name, type: 'text', engineType: 'text'};
}

function number(name: string): Column {
	return {name, type: 'number', engineType: 'bigint'};
}
