import {type CopyCommand, parseCopy} from '../copy/parse-copy.js';
import {unsupportedByDouble} from '../errors.js';
import {createTable, readColumn} from './create-table.js';
import {type CursorContext, closeCursor, declareCursor, fetchFromCursor} from './cursors.js';
import {applyEdits} from './edits.js';
import {type ExpressionContext, expressionEdits, rejectLeaderFunctions} from './expressions.js';
import {isWord, type Token, unexpected} from './lexer.js';
import {endOfName, quoteName, type Rewrite} from './pieces.js';
import {rejectUnsupported} from './rejections.js';
import {rejectReservedWords} from './reserved-words.js';
import {setStatement, showStatement} from './settings.js';

export type TranslationContext = ExpressionContext & CursorContext;

/** How to run a statement: as it is, as several that are one to the client, or by the double. */
export type Translation =
	| {
			readonly type: 'send';
			readonly sql: string;
			/** The cursor that is open after the statement, if that may change. */
			readonly cursor?: string | undefined;
			/** The rows are those of a plan. */
			readonly explain?: boolean;
	  }
	| {readonly type: 'script'; readonly statements: readonly string[]; readonly tag: string}
	| {readonly type: 'copy'; readonly command: CopyCommand};

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
			// Not in the grammar [D:r_COMMIT, r_ROLLBACK]; the text is a guess.
			if (isWord(tokens[1], 'and')) throw unexpected(sql, tokens, 1);
			return send();
		case 'copy':
			return {type: 'copy', command: parseCopy(sql, tokens)};
		case 'create':
			return create(sql, tokens, rewrite);
		case 'alter':
			return alter(sql, tokens, rewrite);
		case 'drop':
			if (!isWord(tokens[1], 'table', 'view', 'schema'))
				throw unsupportedByDouble(`DROP ${tokens[1]?.text ?? ''}`);
			return send();
		case 'set':
			return {type: 'send', sql: setStatement(sql, tokens)};
		case 'show':
			return {type: 'send', sql: showStatement(tokens)};
		case 'explain':
			return explain(sql, tokens, context);
		case 'declare':
			rejectUnsupported(sql, tokens.slice(4));
			return {type: 'send', ...declareCursor(tokens, rewrite, context)};
		case 'fetch':
			return {type: 'send', ...fetchFromCursor(tokens, context)};
		case 'close':
			return {type: 'send', ...closeCursor(sql, tokens)};
		case 'grant':
		case 'lock':
		// Only read-only transactions, which refuse it, use TRUNCATE; it commits on a cluster [D:r_TRUNCATE].
		case 'truncate':
			return send();
		case 'analyze':
		case 'call':
		case 'cancel':
		case 'comment':
		case 'merge':
		case 'prepare':
		case 'reset':
		case 'revoke':
		case 'unload':
		case 'vacuum':
			throw unsupportedByDouble(first.value.toUpperCase());
		default:
			throw unexpected(sql, tokens, 0);
	}
}

function query(sql: string, tokens: readonly Token[], send: () => Translation): Translation {
	rejectUnsupported(sql, tokens);
	return send();
}

function create(sql: string, tokens: readonly Token[], rewrite: Rewrite): Translation {
	const second = tokens[1];
	if (isWord(second, 'table', 'temp', 'temporary', 'local', 'unlogged', 'global')) {
		const query = tokens.findIndex(token => isWord(token, 'select', 'with'));
		if (query !== -1) {
			rejectUnsupported(sql, tokens.slice(query));
			rejectLeaderFunctions(tokens, true);
		}
		const statements = createTable(sql, tokens, rewrite);
		if (statements.length === 1) return {type: 'send', sql: statements[0]!};
		return {type: 'script', statements, tag: 'CREATE TABLE'};
	}
	if (isWord(second, 'view') || (isWord(second, 'or') && isWord(tokens[3], 'view')))
		rejectUnsupported(sql, tokens.slice(2));
	else if (!isWord(second, 'schema')) throw unsupportedByDouble(`CREATE ${second?.text ?? ''}`);
	return {type: 'send', sql: rewrite(tokens)};
}

/** Adds columns; the double does not support the rest of [D:r_ALTER_TABLE]. */
function alter(sql: string, tokens: readonly Token[], rewrite: Rewrite): Translation {
	const at = endOfName(sql, tokens, 2);
	if (!isWord(tokens[1], 'table') || !isWord(tokens[at], 'add') || !isWord(tokens[at + 1], 'column'))
		throw unsupportedByDouble('ALTER other than TABLE … ADD COLUMN');
	const {name, type, notNull, identity} = readColumn(sql, tokens.slice(at + 2));
	if (notNull || identity) throw unsupportedByDouble('ALTER TABLE … ADD COLUMN with an attribute');
	const table = rewrite(tokens.slice(2, at));
	return {type: 'send', sql: `ALTER TABLE ${table} ADD COLUMN ${quoteName(name)} ${type}`};
}

function explain(sql: string, tokens: readonly Token[], context: TranslationContext): Translation {
	if (!isWord(tokens[1], 'select', 'with', 'insert', 'update', 'delete'))
		throw unsupportedByDouble('EXPLAIN of this statement');
	const inner = translate(sql, tokens.slice(1), context);
	return {type: 'send', sql: `EXPLAIN ${'sql' in inner ? inner.sql : ''}`, explain: true};
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
