import {literal, quoteIdentifier} from '../../sql/statements.js';
import type {TextForm} from '../warehouse.js';

/** A column of the result: its expression, the id of its type in the C API, and its name as text of the format. */
type CopiedColumn = {readonly expression: string; readonly typeId: number; readonly name: string};

/** DuckDB's type id of DOUBLE in the C API. */
const doubleType = 11;
/**
The types whose values `columnText` writes as `toValue` and the writers do. Not FLOAT, of which Node.js's API for DuckDB gives
other digits, nor lists, structs and the like.
*/
const textTypes: ReadonlyMap<number, (expression: string) => string> = new Map([
	...[1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 16, 19, 27, 29, 32].map(id => [id, plainText] as const),
	[doubleType, doubleText],
	[12, timestampText],
	[13, dateText],
	[17, plainText],
	[20, timestampText],
	[21, timestampText],
	[23, plainText],
	[31, zonedText],
]);
/** VARCHAR and ENUM: any text, to be quoted or escaped. */
const freeTextTypes: ReadonlySet<number> = new Set([17, 23]);
/** Written without quotes in JSON: BOOLEAN, the integers, DECIMAL. */
const bareTypes: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 32]);

/** Whether `copyTextStatement` can write columns of these types exactly as the writers do. */
export function canCopyText(typeIds: readonly number[]): boolean {
	return typeIds.length > 0 && typeIds.every(id => textTypes.has(id));
}

/** The statement that writes a result as text, and the number of characters in it before the query. */
export type CopyTextStatement = {
	readonly sql: string;
	readonly prefix: number;
	/** What the statement writes if there are no rows, and what it should have written. */
	readonly ifEmpty: {readonly written: string; readonly text: string};
};

/**
The statement that has DuckDB write the result of a query exactly as the writer of the format would. DuckDB's own quoting is
off, because it also quotes a value with `#`, and has neither TSV nor our JSON.
@param typeIds The types of the query's columns, which must pass `canCopyText`.
*/
export function copyTextStatement(
	query: string,
	typeIds: readonly number[],
	{format, names}: Pick<TextForm, 'format'> & {readonly names: readonly string[]},
	file: string,
): CopyTextStatement {
	const columns = typeIds.map((typeId, index) => ({expression: `c${index}`, typeId, name: names[index]!}));
	const [lineEnd, fields, nullText] = {
		csv: ['\r\n', columns.map(csvField), ''],
		tsv: ['\n', columns.map(tsvField), '\\N'],
		json: [',\n', [jsonObject(columns)], ''],
		ndjson: ['\n', [jsonObject(columns)], ''],
	}[format] as [string, readonly string[], string];
	const delimiter = format === 'csv' ? ',' : '\t';
	const head = `COPY (SELECT ${fields.map((field, index) => `${field} AS f${index}`).join(', ')} FROM (`;
	// The line break ends a trailing comment. A cancel would leave behind the temporary file that DuckDB creates.
	const tail = `\n) AS t(${columns.map(({expression}) => quoteIdentifier(expression)).join(', ')})) TO ${literal(file)} (
		FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER ${literal(delimiter)}, NULLSTR ${literal(nullText)},
		NEW_LINE ${literal(lineEnd)}, USE_TMP_FILE false`;
	const statement = (options: string) => `${head}${query}${tail}${options})`;
	// With a prefix, line ends stand between the rows only.
	const framed = (prefix: string, suffix: string, text: string): CopyTextStatement => ({
		sql: statement(`, PREFIX ${literal(prefix)}, SUFFIX ${literal(suffix)}`),
		prefix: head.length,
		ifEmpty: {written: prefix + suffix, text},
	});
	if (format === 'ndjson') return {sql: statement(''), prefix: head.length, ifEmpty: {written: '', text: ''}};
	if (format === 'json') return framed('[\n', '\n]\n', '[]\n');
	const header = names.join(delimiter) + lineEnd;
	return framed(header, lineEnd, header);
}

function columnText({expression, typeId}: CopiedColumn): string {
	return textTypes.get(typeId)!(expression);
}

function csvField(column: CopiedColumn): string {
	const text = columnText(column);
	if (!freeTextTypes.has(column.typeId)) return text;
	const quoted = [',', '"', '\n', '\r'].map(sign => `contains(${text}, ${literal(sign)})`).join(' OR ');
	return `CASE WHEN ${quoted} THEN concat('"', replace(${text}, '"', '""'), '"') WHEN ${text} = '' THEN '""' ELSE ${text} END`;
}

const tsvEscapes: ReadonlyArray<readonly [number, string]> = [
	[92, '\\\\'],
	[8, '\\b'],
	[12, '\\f'],
	[10, '\\n'],
	[13, '\\r'],
	[9, '\\t'],
	[11, '\\v'],
];

function tsvField(column: CopiedColumn): string {
	const text = columnText(column);
	if (!freeTextTypes.has(column.typeId)) return text;
	// A regular expression takes as long as all the rest of the export.
	const hasEscapes = tsvEscapes.map(([code]) => `contains(${text}, chr(${code}))`).join(' OR ');
	return `CASE WHEN ${hasEscapes} THEN ${escaped(text, tsvEscapes)} ELSE ${text} END`;
}

function jsonObject(columns: readonly CopiedColumn[]): string {
	const parts = columns.flatMap((column, index) => [
		literal(`${index === 0 ? '{' : ','}${column.name}:`),
		jsonValue(column),
	]);
	return `concat(${parts.join(', ')}, '}')`;
}

function jsonValue(column: CopiedColumn): string {
	const {expression, typeId} = column;
	const text = columnText(column);
	if (bareTypes.has(typeId)) return `coalesce(${text}, 'null')`;
	const quoted = `concat('"', ${freeTextTypes.has(typeId) ? jsonEscaped(text) : text}, '"')`;
	const bare = typeId === doubleType ? `WHEN isfinite(${expression}) THEN ${text} ` : '';
	return `CASE WHEN ${expression} IS NULL THEN 'null' ${bare}ELSE ${quoted} END`;
}

const jsonSigns: ReadonlyArray<readonly [number, string]> = [
	[92, '\\\\'],
	[34, '\\"'],
];
const jsonControls: ReadonlyArray<readonly [number, string]> = [
	[8, '\\b'],
	[12, '\\f'],
	[10, '\\n'],
	[13, '\\r'],
	[9, '\\t'],
];
/** The characters that JSON.stringify and `safeJson` escape, besides quotes and backslashes. */
const control = '\\x00-\\x1f\\x7f-\\x{9f}';

/**
Replaces control characters, which are rare, separately: those without a letter of their own by their codes. ASCII has none
if DuckDB's JSON is as long as the text with quotes and backslashes escaped, which takes half the time of a regular expression.
*/
function jsonEscaped(text: string): string {
	const simple = escaped(text, jsonSigns);
	const pieces = `regexp_extract_all(${escaped(simple, jsonControls)}, '[${control}]|[^${control}]+')`;
	const coded = `CASE WHEN regexp_matches(x, '[${control}]') THEN format('\\u{:04x}', ord(x)) ELSE x END`;
	const isSimple = `strlen(${text}) = length(${text}) AND NOT contains(${text}, chr(127))
		AND strlen(to_json(${text})) = strlen(${simple}) + 2`;
	return `CASE WHEN ${isSimple} THEN ${simple} WHEN regexp_matches(${text}, '[${control}]')
		THEN array_to_string(list_transform(${pieces}, lambda x: ${coded}), '') ELSE ${simple} END`;
}

function escaped(text: string, escapes: ReadonlyArray<readonly [number, string]>): string {
	return escapes.reduce((inner, [code, shown]) => `replace(${inner}, chr(${code}), ${literal(shown)})`, text);
}

function plainText(x: string): string {
	return `CAST(${x} AS VARCHAR)`;
}

/** Year 0 and infinite dates as Node.js's API for DuckDB gives them. */
function dateText(x: string): string {
	return `CASE WHEN ${isOrdinary(x, 'DATE')} THEN ${plainText(x)}
		WHEN isfinite(${x}) THEN CASE WHEN year(${x}) = 0 THEN ${yearZero(plainText(x))} ELSE ${plainText(x)} END
		WHEN ${x} > DATE '2000-01-01' THEN '5881580-07-11'
		WHEN ${x} IS NOT NULL THEN '5877642-06-24 (BC)' END`;
}

/** Pads the fraction to at least three digits, except in years before 0. */
function timestampText(x: string): string {
	// A microsecond more gives six digits, of which the last three are cut. A longer fraction has no zeros at its end.
	const longer = `CAST(make_timestamp(epoch_us(${x}) + 1) AS VARCHAR)`;
	const padded = `left(${longer}, strlen(${longer}) - 3)`;
	const isShort = `epoch_us(${x}) % 1000 = 0`;
	return `CASE WHEN ${isOrdinary(x, 'TIMESTAMP')} THEN CASE WHEN ${isShort} THEN ${padded} ELSE ${plainText(x)} END
		WHEN isfinite(${x}) AND year(${x}) = 0
		THEN CASE WHEN ${isShort} THEN ${yearZero(padded)} ELSE ${yearZero(plainText(x))} END
		ELSE ${plainText(x)} END`;
}

/** In UTC, whatever time zone is set. */
function zonedText(x: string): string {
	const utc = `make_timestamp(epoch_us(${x}))`;
	return `CASE WHEN NOT isfinite(${x}) THEN ${plainText(x)} ELSE ${timestampText(utc)} || '+00' END`;
}

/** Whether a date or timestamp is finite and in year 1 or later. */
function isOrdinary(x: string, type: string): string {
	return `${x} >= ${type} '0001-01-01' AND ${x} < ${type} 'infinity'`;
}

/** What DuckDB calls year 1 BC is year 0 in Node.js's API. */
function yearZero(text: string): string {
	return `replace(concat('0000', substr(${text}, 5)), ' (BC)', '')`;
}

/** A double as JavaScript writes it. */
function doubleText(x: string): string {
	const size = `abs(${x})`;
	const text = plainText(x);
	const digits = `replace(regexp_extract(${text}, '[0-9.]+'), '.', '')`;
	const exponent = `TRY_CAST(regexp_extract(${text}, '[0-9]+$') AS INTEGER)`;
	const sign = `CASE WHEN ${x} < 0 THEN '-' ELSE '' END`;
	return `CASE WHEN ${x} = 0 THEN CASE WHEN signbit(${x}) THEN '-0' ELSE '0' END
		WHEN ${x} = trunc(${x}) AND ${size} < 1e15 THEN CAST(CAST(${x} AS BIGINT) AS VARCHAR)
		WHEN ${size} >= 1e-4 AND ${size} < 1e15 THEN ${text}
		WHEN isnan(${x}) THEN 'NaN'
		WHEN isinf(${x}) THEN concat(${sign}, 'Infinity')
		WHEN ${size} >= 1e21 THEN ${text}
		WHEN ${size} >= 1e16 THEN concat(${sign}, rpad(${digits}, ${exponent} + 1, '0'))
		WHEN ${size} >= 1e15 THEN replace(${text}, '.0', '')
		WHEN ${size} >= 1e-6 THEN concat(${sign}, '0.', repeat('0', ${exponent} - 1), ${digits})
		ELSE replace(${text}, 'e-0', 'e-') END`;
}
