import {unsupportedByDouble} from '../errors.js';
import {type Column, readColumn} from './column.js';
import {closingParenthesis, isSymbol, isWord, type Token, unexpected} from './lexer.js';
import {endOfName, listItems, literal, quoteName, type Rewrite} from './pieces.js';
import {readTableAttributes, type TableAttributes} from './table-attributes.js';

/** Statements for PostgreSQL to run in one request. */
export type Script = {
	readonly statements: readonly string[];
	/** The command tag sent to the client afterwards. */
	readonly tag: string;
	/** If this table exists, only CREATE TABLE runs, which reports that. */
	readonly unlessExists?: string;
};

type Parts = {
	readonly columns: Column[];
	readonly notNull: Set<string>;
	readonly references: string[];
	like: string | undefined;
};

/** `CREATE [TEMP] TABLE …` with columns, LIKE or AS. @throws RedshiftError */
export function createTable(sql: string, tokens: readonly Token[], rewrite: Rewrite): Script {
	let at = 1;
	const temporary = isWord(tokens[at], 'temp', 'temporary', 'local');
	while (isWord(tokens[at], 'temp', 'temporary', 'local')) at++;
	// UNLOGGED and GLOBAL are not in the grammar [D:r_CREATE_TABLE_NEW].
	if (!isWord(tokens[at], 'table')) throw unexpected(sql, tokens, at);
	at++;
	const ifNotExists = isWord(tokens[at], 'if');
	if (ifNotExists) at += 3;
	const nameAt = at;
	at = endOfName(sql, tokens, at);
	const name = rewrite(tokens.slice(nameAt, at));
	const head = `CREATE ${temporary ? 'TEMPORARY ' : ''}TABLE ${ifNotExists ? 'IF NOT EXISTS ' : ''}${name}`;

	const close = isSymbol(tokens[at], '(') ? closingParenthesis(tokens, at) : -1;
	const isQuery =
		isWord(tokens[at], 'as') || (close !== -1 && tokens.slice(close).some(token => isWord(token, 'as')));
	if (isQuery) return createTableAs(sql, tokens, rewrite, {head, name, at, close});
	if (close === -1) throw unexpected(sql, tokens, at);

	const parts: Parts = {columns: [], notNull: new Set(), references: [], like: undefined};
	for (const item of listItems(tokens, at, close)) readItem(sql, item, name, rewrite, parts);
	const attributes = readTableAttributes(sql, tokens, close + 1, parts.columns);
	const definitions = [
		...parts.columns.map(column => columnDefinition(column, parts.notNull)),
		...(parts.like === undefined ? [] : [`LIKE ${parts.like}`]),
	];
	return {
		statements: [
			// Tables named by REFERENCES must exist [D:r_CREATE_TABLE_NEW].
			...parts.references.map(table => `SELECT ${literal(table)}::regclass`),
			`${head} (${definitions.join(', ')})`,
			...parts.columns.flatMap(column => identityTrigger(name, column)),
			keepAttributes(name, attributes),
		],
		tag: 'CREATE TABLE',
		...(ifNotExists && {unlessExists: name}),
	};
}

/** "CREATE TABLE AS": attributes between the name and AS [D:r_CREATE_TABLE_AS]. */
function createTableAs(
	sql: string,
	tokens: readonly Token[],
	rewrite: Rewrite,
	{
		head,
		name,
		at,
		close,
	}: {readonly head: string; readonly name: string; readonly at: number; readonly close: number},
): Script {
	const names = close === -1 ? '' : rewrite(tokens.slice(at, close + 1));
	const as = tokens.findIndex((token, index) => index >= Math.max(at, close) && isWord(token, 'as'));
	const attributes = readTableAttributes(sql, tokens.slice(0, as), close === -1 ? at : close + 1, []);
	return {
		statements: [`${head} ${names} AS ${rewrite(tokens.slice(as + 1))}`, keepAttributes(name, attributes)],
		tag: 'SELECT',
		...(head.includes('IF NOT EXISTS') && {unlessExists: name}),
	};
}

function readItem(sql: string, item: readonly Token[], table: string, rewrite: Rewrite, parts: Parts): void {
	let at = 0;
	if (isWord(item[at], 'constraint')) at += 2;
	if (isWord(item[at], 'like')) {
		if (item.length > endOfName(sql, item, at + 1)) throw unsupportedByDouble('LIKE … INCLUDING');
		parts.like = rewrite(item.slice(at + 1));
	} else if (isWord(item[at], 'primary')) {
		// NOT NULL is the only enforced part of a key [D:r_CREATE_TABLE_NEW]; that PRIMARY KEY implies it is [K].
		for (const column of item.slice(at + 3, -1)) if (!isSymbol(column, ',')) parts.notNull.add(column.value);
	} else if (isWord(item[at], 'foreign')) {
		const references = item.findIndex(token => isWord(token, 'references'));
		if (references === -1) throw unexpected(sql, item, item.length);
		parts.references.push(rewrite(item.slice(references + 1, endOfName(sql, item, references + 1))));
	} else if (isWord(item[at], 'check'))
		throw unsupportedByDouble('CHECK, which Redshift does not have [L:c_unsupported-postgresql-features]');
	else if (!isWord(item[at], 'unique')) {
		const column = readColumn(sql, item, table, rewrite);
		parts.columns.push(column);
		if (column.references !== undefined) parts.references.push(column.references);
	}
}

function columnDefinition(column: Column, notNull: ReadonlySet<string>): string {
	const parts = [`${quoteName(column.name)} ${column.type}`];
	if (column.identity) parts.push('GENERATED ALWAYS AS IDENTITY (MINVALUE 0 START WITH 0)');
	if (column.default !== undefined) parts.push(`DEFAULT ${column.default}`);
	if (column.notNull || notNull.has(column.name)) parts.push('NOT NULL');
	return parts.join(' ');
}

/** Converts PostgreSQL's consecutive identity values to Redshift's with a trigger. */
function identityTrigger(table: string, {name, identity}: Column): readonly string[] {
	if (identity === undefined) return [];
	const trigger = `redshift_double.${quoteName(`identity ${table} ${name}`.slice(0, 60))}`;
	const column = `NEW.${quoteName(name)}`;
	const value = `redshift_double.identity_value(${column}, ${identity.seed}, ${identity.step})`;
	return [
		`CREATE OR REPLACE FUNCTION ${trigger}() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN ${column} := ${value}; RETURN NEW; END $f$`,
		`CREATE TRIGGER redshift_double_identity BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION ${trigger}()`,
	];
}

function keepAttributes(table: string, {diststyle, distkey, sortkeys, encodings}: TableAttributes): string {
	const values = [
		`${literal(table)}::regclass`,
		literal(diststyle),
		distkey === undefined ? 'NULL' : literal(distkey),
		`ARRAY[${sortkeys.map(literal).join(', ')}]::text[]`,
		`${literal(JSON.stringify(encodings))}::jsonb`,
	];
	return `INSERT INTO redshift_double.table_attributes VALUES (${values.join(', ')})`;
}
