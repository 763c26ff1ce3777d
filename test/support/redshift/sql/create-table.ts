import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {closingParenthesis, isSymbol, isWord, type Token, unexpected} from './lexer.js';
import {endOfName, listItems, literal, quoteName, type Rewrite} from './pieces.js';
import {readType} from './types.js';

/** A column of CREATE TABLE, with its name in lower case. */
export type Column = {
	readonly name: string;
	readonly type: string;
	notNull: boolean;
	identity: {readonly seed: string; readonly step: string} | undefined;
};

/**
`CREATE [TEMP] TABLE …` with columns or AS. Returns the statements for PostgreSQL. Distribution and sort keys must be
valid; their only effect is that SVV_REDSHIFT_COLUMNS shows them. @throws RedshiftError
*/
export function createTable(sql: string, tokens: readonly Token[], rewrite: Rewrite): readonly string[] {
	const temporary = isWord(tokens[1], 'temp', 'temporary');
	const nameAt = temporary ? 3 : 2;
	// UNLOGGED and GLOBAL are not in the grammar [D:r_CREATE_TABLE_NEW].
	if (!isWord(tokens[nameAt - 1], 'table')) throw unexpected(sql, tokens, nameAt - 1);
	if (isWord(tokens[nameAt], 'if')) throw unsupportedByDouble('CREATE TABLE IF NOT EXISTS');
	const at = endOfName(sql, tokens, nameAt);
	const name = rewrite(tokens.slice(nameAt, at));
	const head = `CREATE ${temporary ? 'TEMPORARY ' : ''}TABLE ${name}`;
	if (isWord(tokens[at], 'as')) return [`${head} AS ${rewrite(tokens.slice(at + 1))}`];
	if (!isSymbol(tokens[at], '(')) throw unexpected(sql, tokens, at);

	const close = closingParenthesis(tokens, at);
	const columns = listItems(tokens, at, close).map(item => readColumn(sql, item));
	const keys = readKeys(sql, tokens, close + 1, columns);
	return [
		`${head} (${columns.map(columnDefinition).join(', ')})`,
		...columns.flatMap(column => identityTrigger(name, column)),
		...columns.flatMap(column => keyComment(name, column, keys)),
	];
}

/** The names of the columns of the distribution key and of the sort key, in order. */
type Keys = ReadonlyMap<string, readonly string[]>;

function keyComment(table: string, column: Column, keys: Keys): readonly string[] {
	const position = keys.get('sortkey')?.indexOf(column.name) ?? -1;
	const words = [
		...(keys.get('distkey')?.includes(column.name) === true ? ['distkey'] : []),
		...(position === -1 ? [] : [`sortkey ${position + 1}`]),
	];
	const text = words.join(' ');
	return text === '' ? [] : [`COMMENT ON COLUMN ${table}.${quoteName(column.name)} IS ${literal(text)}`];
}

/** Parses `name type attribute…`. @throws RedshiftError */
export function readColumn(sql: string, item: readonly Token[]): Column {
	const [first] = item;
	if (first?.type !== 'word' && first?.type !== 'quoted') throw unexpected(sql, item, 0);
	const type = readType(sql, item, 1, 'column');
	const column: Column = {
		name: first.value.toLowerCase(),
		type: type.sql,
		notNull: false,
		identity: undefined,
	};
	for (let at = type.next; at < item.length; ) {
		if (isWord(item[at], 'not')) {
			column.notNull = true;
			at += 2;
		} else if (isWord(item[at], 'identity')) {
			column.identity = readIdentity(sql, item, at);
			at = closingParenthesis(item, at + 1) + 1;
		} else throw unsupportedByDouble(`the attribute ${item[at]!.text} of a column`);
	}
	return column;
}

/** `IDENTITY(seed, step)` [D:r_CREATE_TABLE_NEW]. */
function readIdentity(sql: string, item: readonly Token[], at: number) {
	const inside = item.slice(at + 2, closingParenthesis(item, at + 1)).map(token => token.text);
	const [, seed, step] = /^(-?\d+),(-?\d+)$/.exec(inside.join('')) ?? [];
	if (seed === undefined || step === undefined) throw unexpected(sql, item, at + 1);
	return {seed, step};
}

function columnDefinition({name, type, notNull, identity}: Column): string {
	const generated = identity ? ' GENERATED ALWAYS AS IDENTITY (MINVALUE 0 START WITH 0)' : '';
	return `${quoteName(name)} ${type}${generated}${notNull ? ' NOT NULL' : ''}`;
}

/** Converts PostgreSQL's consecutive identity values to Redshift's with a trigger. */
function identityTrigger(table: string, {name, identity}: Column): readonly string[] {
	if (identity === undefined) return [];
	const {seed, step} = identity;
	return [
		`CREATE TRIGGER redshift_double_identity BEFORE INSERT ON ${table} FOR EACH ROW
		EXECUTE FUNCTION redshift_double.spread_identity(${literal(name)}, ${seed}, ${step})`,
	];
}

/**
Reads `DISTSTYLE`, `DISTKEY` and `SORTKEY` after the columns, in any order. One DISTKEY, with DISTSTYLE KEY or no
DISTSTYLE [D:r_CREATE_TABLE_NEW]; the texts of the errors are guesses. @throws RedshiftError
*/
function readKeys(sql: string, tokens: readonly Token[], start: number, columns: readonly Column[]): Keys {
	const keyError = (message: string) => new RedshiftError({code: '42601', message});
	let style: string | undefined;
	const keys = new Map<string, readonly string[]>();
	for (let at = start; at < tokens.length; ) {
		if (isWord(tokens[at], 'diststyle') && isWord(tokens[at + 1], 'auto', 'even', 'key', 'all')) {
			style = tokens[at + 1]!.value;
			at += 2;
		} else if (isWord(tokens[at], 'distkey', 'sortkey') && isSymbol(tokens[at + 1], '(')) {
			const close = closingParenthesis(tokens, at + 1);
			const names = listItems(tokens, at + 1, close).map(item => item[0]?.value.toLowerCase() ?? '');
			keys.set(tokens[at]!.value, names);
			at = close + 1;
		} else throw unexpected(sql, tokens, at);
	}
	if (keys.has('distkey') !== (style === 'key') && style !== undefined)
		throw keyError(`DISTSTYLE ${style.toUpperCase()} does not go with the DISTKEY columns`);
	for (const key of [...keys.values()].flat())
		if (!columns.some(({name}) => name === key))
			throw keyError(`column "${key}" named in key does not exist`);
	return keys;
}
