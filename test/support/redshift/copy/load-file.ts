import type {LoadError} from '../system/load-log.js';
import {type FieldProblem, fieldValue} from './field-values.js';
import {type JsonValue, rootItems, stringValue} from './json-objects.js';
import {follow, type JsonPath} from './jsonpaths.js';
import type {LoadColumn} from './load-columns.js';
import type {CopyCommand} from './parse-copy.js';

export type RowMapping = 'auto' | 'auto ignorecase' | readonly JsonPath[];

export type SourceFile = {readonly name: string; readonly slice: number; readonly content: Buffer};
export type ReadFile = {
	/** Rows in PostgreSQL's COPY text format. */
	readonly text: Buffer;
	readonly rows: number;
	readonly lines: number;
	readonly errors: readonly LoadError[];
};

/**
Converts a file's objects to rows.
@param errorsBefore Number of errors in earlier files; reading stops when the total reaches MAXERROR.
*/
export function loadFile(
	{name, slice, content}: SourceFile,
	columns: readonly LoadColumn[],
	mapping: RowMapping,
	command: CopyCommand,
	errorsBefore: number,
): ReadFile {
	const find = finder(columns, mapping);
	const rows: string[] = [];
	const errors: LoadError[] = [];
	let lines = 0;
	for (const item of rootItems(content)) {
		lines = item.lastLine;
		const base = {slice, file: name, line: item.lastLine};
		if (item.type === 'malformed') {
			// 1216, "Input line is not valid"; the reason is a guess. 1224 is for SUPER columns [L:r_Load_Error_Reference].
			const raw = item.raw.toString('utf8');
			errors.push({
				...base,
				column: '',
				type: '',
				length: '',
				rawLine: raw,
				rawValue: '',
				code: 1216,
				reason: item.reason,
			});
		} else {
			const row = readRow(item.value, columns, find, command);
			if (typeof row === 'string') rows.push(row);
			else errors.push({...base, rawLine: item.value.raw.toString('utf8'), ...row});
		}
		if (errorsBefore + errors.length >= command.maxError) break;
	}
	return {text: Buffer.from(rows.join('')), rows: rows.length, lines, errors};
}

type Finder = (root: JsonValue, index: number) => {readonly value: JsonValue | undefined} | FieldProblem;
type RowProblem = FieldProblem & Pick<LoadError, 'column' | 'type' | 'length' | 'rawValue'>;

function finder(columns: readonly LoadColumn[], mapping: RowMapping): Finder {
	if (typeof mapping !== 'string')
		return (root, index) => {
			const found = follow(mapping[index]!, root);
			// The code is a guess: the guide gives only the reason.
			return 'reason' in found ? {code: 1216, reason: found.reason} : found;
		};
	// "column names … are lower case, so matching JSON field name keys must also be lower case" [D:copy-parameters-data-format].
	const fold = (key: string) => (mapping === 'auto' ? key : key.toLowerCase());
	const names = columns.map(({name}) => name);
	let last: JsonValue | undefined;
	let values = new Map<string, JsonValue>();
	return (root, index) => {
		if (root !== last) values = new Map(root.members.map(([key, value]) => [fold(key), value]));
		last = root;
		return {value: values.get(names[index]!)};
	};
}

/** The types as STL_LOAD_ERRORS shows them. */
const errorTypes = {varchar: 'varchar', integer: 'int4', bigint: 'int8', double: 'float8'} as const;

/** Returns the row as COPY text, or the problem of the first value that its column rejects. */
function readRow(
	root: JsonValue,
	columns: readonly LoadColumn[],
	find: Finder,
	command: CopyCommand,
): string | RowProblem {
	const fields: string[] = [];
	for (const [index, column] of columns.entries()) {
		const found = find(root, index);
		const field = 'reason' in found ? found : fieldValue(found.value, column, command.emptyAsNull);
		if ('reason' in field) {
			return {
				...field,
				column: column.name,
				type: errorTypes[column.kind],
				length: String(column.bytes),
				rawValue: rawText('value' in found ? found.value : undefined),
			};
		}
		fields.push(field.text === null ? '\\N' : escapeField(field.text));
	}
	return `${fields.join('\t')}\n`;
}

/** "The pre-parsing value for the field that lead to the parsing error" [L:r_STL_LOAD_ERRORS]. */
function rawText(value: JsonValue | undefined): string {
	if (value === undefined) return '';
	try {
		return value.type === 'string' ? stringValue(value) : value.raw.toString('utf8');
	} catch {
		return value.raw.toString('latin1');
	}
}

function escapeField(text: string): string {
	return text.replaceAll(/[\\\n\r\t]/g, character => {
		const escapes: Readonly<Record<string, string>> = {'\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t'};
		return escapes[character]!;
	});
}
