import type {CopyCommand} from '../copy/copy-command.js';
import {parseCopy} from '../copy/parse-copy.js';
import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {nameList} from '../name-list.js';
import {readColumn} from './column.js';
import {createTable, type Script} from './create-table.js';
import {
	type CursorContext,
	type CursorStatement,
	closeCursor,
	declareCursor,
	fetchFromCursor,
} from './cursors.js';
import {applyEdits} from './edits.js';
import {type ExpressionContext, expressionEdits, rejectLeaderFunctions} from './expressions.js';
import {isWord, type Token, unexpected} from './lexer.js';
import {endOfName, quoteName, type Rewrite} from './pieces.js';
import {rejectUnsupported} from './rejections.js';
import {rejectReservedWords} from './reserved-words.js';
import {resetStatement, setStatement, showStatement} from './settings.js';

export type TranslationContext = ExpressionContext & CursorContext;

/** How to run a statement. */
export type Translation =
	| {
			readonly type: 'send';
			readonly sql: string;
			readonly cursor?: CursorStatement;
			readonly explain?: boolean;
	  }
	| {readonly type: 'script'; readonly script: Script}
	| {readonly type: 'truncate'; readonly sql: string}
	| {readonly type: 'copy'; readonly command: CopyCommand};

/** Objects that CREATE supports in PostgreSQL and not in Redshift [D:c_unsupported-postgresql-features]. */
const foreignObjects: readonly string[] = nameList(`
		index unique sequence trigger type domain extension rule aggregate operator cast collation tablespace policy
		publication subscription statistics`);

/** Translates one statement for PostgreSQL. @throws RedshiftError for statements that Redshift rejects or the double does not support */
export function translate(sql: string, tokens: readonly Token[], context: TranslationContext): Translation {
	const rewrite: Rewrite = part => rewritten(sql, part, context);
	const send = (): Translation => ({type: 'send', sql: rewrite(tokens)});
	const first = tokens[0]!;
	if (
		isWord(first, 'select', 'with', 'insert', 'update', 'delete', 'create', 'alter', 'declare') ||
		first.text === '('
	)
		rejectReservedWords(sql, tokens);
	if (first.text === '(') return query(sql, tokens, send);
	if (first.type !== 'word') throw unexpected(sql, tokens, 0);
	switch (first.value) {
		case 'select':
		case 'with':
		case 'insert':
		case 'update':
		case 'delete':
			return query(sql, tokens, send);
		case 'begin':
		case 'start':
		case 'commit':
		case 'end':
		case 'abort':
		case 'rollback':
			// Redshift has no ROLLBACK TO SAVEPOINT [L:c_unsupported-postgresql-functions]; the text is a guess.
			if (isWord(tokens[1], 'to')) throw unexpected(sql, tokens, 1);
			return send();
		case 'copy':
			return {type: 'copy', command: parseCopy(sql, tokens)};
		case 'create':
			return create(sql, tokens, rewrite, context);
		case 'alter':
			return alter(sql, tokens, rewrite);
		case 'drop':
			if (!isWord(tokens[1], 'table', 'view', 'schema'))
				throw unsupportedByDouble(`DROP ${tokens[1]?.text ?? ''}`);
			return send();
		case 'truncate':
			return {
				type: 'truncate',
				sql: `TRUNCATE TABLE ${rewrite(tokens.slice(isWord(tokens[1], 'table') ? 2 : 1))}`,
			};
		case 'set':
			return {type: 'send', sql: setStatement(sql, tokens)};
		case 'reset':
			return {type: 'send', sql: resetStatement(sql, tokens)};
		case 'show':
			return {type: 'send', sql: showStatement(sql, tokens)};
		case 'explain':
			return explain(sql, tokens, context);
		case 'declare': {
			rejectUnsupported(sql, tokens.slice(4));
			const cursor = declareCursor(sql, tokens, rewrite, context);
			return {type: 'send', sql: cursor.sql, cursor};
		}
		case 'fetch': {
			const cursor = fetchFromCursor(sql, tokens, context);
			return {type: 'send', sql: cursor.sql, cursor};
		}
		case 'close': {
			const cursor = closeCursor(sql, tokens);
			return {type: 'send', sql: cursor.sql, cursor};
		}
		case 'cancel':
			return cancel(sql, tokens);
		case 'analyze':
			if (isWord(tokens[1], 'compression')) throw unsupportedByDouble('ANALYZE COMPRESSION');
			if (tokens.some(token => token.text === '(')) throw unsupportedByDouble('ANALYZE with a column list');
			return send();
		case 'vacuum':
			return vacuum(sql, tokens, rewrite);
		case 'grant':
		case 'revoke':
		case 'comment':
		case 'lock':
			return send();
		case 'savepoint':
		case 'release':
		case 'values':
			// Not in Redshift [L:c_unsupported-postgresql-features]; the texts are guesses.
			throw unexpected(sql, tokens, 0);
		case 'unload':
		case 'call':
		case 'merge':
		case 'prepare':
		case 'execute':
		case 'deallocate':
		case 'move':
		case 'use':
		case 'refresh':
			throw unsupportedByDouble(first.value.toUpperCase());
		default:
			throw unexpected(sql, tokens, 0);
	}
}

function query(sql: string, tokens: readonly Token[], send: () => Translation): Translation {
	rejectUnsupported(sql, tokens);
	return send();
}

function create(
	sql: string,
	tokens: readonly Token[],
	rewrite: Rewrite,
	context: TranslationContext,
): Translation {
	const second = tokens[1];
	if (isWord(second, 'table', 'temp', 'temporary', 'local', 'unlogged', 'global')) {
		const query = tokens.findIndex(token => isWord(token, 'select', 'with'));
		if (query !== -1) {
			rejectUnsupported(sql, tokens.slice(query));
			rejectLeaderFunctions(tokens, true);
		}
		return {type: 'script', script: createTable(sql, tokens, rewrite)};
	}
	if (isWord(second, 'schema')) return {type: 'send', sql: rewritten(sql, tokens, context)};
	if (isWord(second, 'view') || (isWord(second, 'or') && isWord(tokens[3], 'view'))) {
		if (tokens.some((token, at) => isWord(token, 'schema') && isWord(tokens[at + 1], 'binding')))
			throw unsupportedByDouble('WITH NO SCHEMA BINDING');
		rejectUnsupported(sql, tokens.slice(2));
		return {type: 'send', sql: rewritten(sql, tokens, context)};
	}
	// [K]
	if (isWord(second, ...foreignObjects)) {
		const object = second!.value === 'unique' ? 'INDEX' : second!.value.toUpperCase();
		throw new RedshiftError({
			code: '0A000',
			message: `SQL command "CREATE ${object}" not supported on Redshift tables.`,
		});
	}
	throw unsupportedByDouble(`CREATE ${second?.text ?? ''}`);
}

/** Adds, drops and renames columns and changes owners; the double does not support the rest of [D:r_ALTER_TABLE]. */
function alter(sql: string, tokens: readonly Token[], rewrite: Rewrite): Translation {
	if (!isWord(tokens[1], 'table')) throw unsupportedByDouble(`ALTER ${tokens[1]?.text ?? ''}`);
	const at = endOfName(sql, tokens, 2);
	const table = rewrite(tokens.slice(2, at));
	if (isWord(tokens[at], 'drop', 'rename', 'owner')) return {type: 'send', sql: rewrite(tokens)};
	if (!isWord(tokens[at], 'add') || isWord(tokens[at + 1], 'constraint', 'primary', 'foreign', 'unique'))
		throw unsupportedByDouble(`ALTER TABLE … ${tokens[at]?.text ?? ''} ${tokens[at + 1]?.text ?? ''}`);
	const column = readColumn(
		sql,
		tokens.slice(at + (isWord(tokens[at + 1], 'column') ? 2 : 1)),
		table,
		rewrite,
	);
	if (column.identity) throw unsupportedByDouble('ALTER TABLE … ADD … IDENTITY');
	const tail = `${column.default === undefined ? '' : ` DEFAULT ${column.default}`}${column.notNull ? ' NOT NULL' : ''}`;
	return {
		type: 'send',
		sql: `ALTER TABLE ${table} ADD COLUMN ${quoteName(column.name)} ${column.type}${tail}`,
	};
}

function explain(sql: string, tokens: readonly Token[], context: TranslationContext): Translation {
	const at = isWord(tokens[1], 'verbose') ? 2 : 1;
	if (!isWord(tokens[at], 'select', 'with', 'insert', 'update', 'delete', 'create'))
		throw unexpected(sql, tokens, at);
	const inner = translate(sql, tokens.slice(at), context);
	// EXPLAIN of CREATE TABLE AS shows the plan of the query [D:r_EXPLAIN].
	const statement =
		inner.type === 'script' ? inner.script.statements.at(-2)! : inner.type === 'send' ? inner.sql : '';
	if (statement === '' || (inner.type === 'script' && inner.script.tag !== 'SELECT'))
		throw unsupportedByDouble('EXPLAIN of this statement');
	return {type: 'send', sql: `EXPLAIN ${statement}`, explain: true};
}

/** `CANCEL pid ['message']` [D:r_CANCEL]; the tag is a guess. */
function cancel(sql: string, tokens: readonly Token[]): Translation {
	if (tokens[1]?.type !== 'number') throw unexpected(sql, tokens, 1);
	const statements = [`SELECT redshift_double.pg_cancel_backend(${tokens[1].value})`];
	return {type: 'script', script: {statements, tag: 'CANCEL'}};
}

/** `VACUUM [FULL | SORT ONLY | DELETE ONLY | REINDEX] [table]` [D:r_VACUUM_command]. */
function vacuum(sql: string, tokens: readonly Token[], rewrite: Rewrite): Translation {
	let at = 1;
	while (isWord(tokens[at], 'full', 'sort', 'delete', 'only', 'reindex', 'recluster')) at++;
	const end = tokens.findIndex((token, index) => index >= at && isWord(token, 'to', 'boost'));
	const table = tokens.slice(at, end === -1 ? tokens.length : end);
	if (table.length > 0) endOfName(sql, table, 0);
	return {type: 'send', sql: `VACUUM ${rewrite(table)}`};
}

/** The text from the first token to the last, with its expressions rewritten. */
function rewritten(sql: string, tokens: readonly Token[], context: ExpressionContext): string {
	const [first, last] = [tokens[0], tokens.at(-1)];
	if (first === undefined || last === undefined) return '';
	const edits = expressionEdits(sql, tokens, context).map(edit => ({
		...edit,
		start: edit.start - first.start,
		end: edit.end - first.start,
	}));
	return applyEdits(sql.slice(first.start, last.end), edits);
}
