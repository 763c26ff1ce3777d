import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {nameList} from '../name-list.js';
import {closingParenthesis, isSymbol, isWord, type Token, unexpected} from '../sql/lexer.js';
import {listItems} from '../sql/pieces.js';
import type {CopyCommand, JsonMapping, TimeFormat} from './copy-command.js';

type Options = {-readonly [K in keyof CopyCommand]?: CopyCommand[K] | undefined};
/** Reads one option and moves the cursor past it. */
type Reader = (cursor: Cursor, options: Options) => void;

const maxMaxError = 100_000;

/** The current position in the statement. */
class Cursor {
	readonly sql: string;
	readonly tokens: readonly Token[];
	at: number;

	constructor(sql: string, tokens: readonly Token[], at: number) {
		this.sql = sql;
		this.tokens = tokens;
		this.at = at;
	}

	get token(): Token | undefined {
		return this.tokens[this.at];
	}

	skip(...words: readonly string[]): boolean {
		if (!isWord(this.token, ...words)) return false;
		this.at++;
		return true;
	}

	string(): string {
		if (this.token?.type !== 'string') throw this.unexpected();
		return this.tokens[this.at++]!.value;
	}

	unexpected(): RedshiftError {
		return unexpected(this.sql, this.tokens, this.at);
	}
}

/** Parsers of the options, by keyword. */
const readers: Readonly<Record<string, Reader>> = {
	iam_role: (cursor, options) => {
		options.role = cursor.skip('default') ? 'default' : cursor.string();
	},
	// The old form, "case-sensitive, no spaces" [D:copy-parameters-authorization].
	credentials: (cursor, options) => {
		cursor.skip('as');
		const text = cursor.string();
		if (!/^aws_iam_role=\S+$/.test(text)) throw unsupportedByDouble('CREDENTIALS other than aws_iam_role=…');
		options.role = text.slice('aws_iam_role='.length);
	},
	format: cursor => {
		cursor.skip('as');
		if (!isWord(cursor.token, 'json')) throw unsupportedByDouble(`COPY … FORMAT ${cursor.token?.text ?? ''}`);
	},
	json: (cursor, options) => {
		cursor.skip('as');
		options.mapping =
			cursor.token?.type === 'string' ? jsonMapping(cursor.string()) : {type: 'auto', ignoreCase: false};
	},
	region: (cursor, options) => {
		cursor.skip('as');
		options.region = cursor.string();
	},
	timeformat: (cursor, options) => {
		cursor.skip('as');
		options.timeFormat = timeFormat(cursor.string());
	},
	gzip: (_, options) => {
		options.compression = 'gzip';
	},
	bzip2: (_, options) => {
		options.compression = 'bzip2';
	},
	zstd: (_, options) => {
		options.compression = 'zstd';
	},
	maxerror: (cursor, options) => {
		cursor.skip('as');
		if (cursor.token?.type !== 'number') throw cursor.unexpected();
		options.maxError = Number(cursor.tokens[cursor.at++]!.value);
		// "The maximum value is 100000" [D:copy-parameters-data-load]; the text is a guess.
		if (options.maxError > maxMaxError)
			throw new RedshiftError({code: '22023', message: `MAXERROR must be between 0 and ${maxMaxError}`});
	},
	noload: (_, options) => {
		options.noLoad = true;
	},
	emptyasnull: (_, options) => {
		options.emptyAsNull = true;
	},
	blanksasnull: (_, options) => {
		options.blanksAsNull = true;
	},
	truncatecolumns: (_, options) => {
		options.truncateColumns = true;
	},
	roundec: (_, options) => {
		options.roundDecimals = true;
	},
	acceptinvchars: (cursor, options) => {
		cursor.skip('as');
		options.replacement = cursor.token?.type === 'string' ? cursor.string() : '?';
	},
	// Accepted without effect: the double has neither encodings nor statistics.
	statupdate: cursor => {
		cursor.skip('on', 'off', 'true', 'false');
	},
	compupdate: cursor => {
		cursor.skip('on', 'off', 'true', 'false', 'preset');
	},
};

/** Parses COPY [D:r_COPY]: table, columns, FROM, and options in any order. @throws RedshiftError */
export function parseCopy(sql: string, tokens: readonly Token[]): CopyCommand {
	const cursor = new Cursor(sql, tokens, 1);
	const qualified = isSymbol(tokens[2], '.');
	const names = [tokens[1], tokens[3]].map(token => fold(token));
	cursor.at = qualified ? 4 : 2;
	if (tokens[1]?.type !== 'word' && tokens[1]?.type !== 'quoted') throw unexpected(sql, tokens, 1);
	const columns = readColumns(cursor);
	if (!cursor.skip('from')) throw cursor.unexpected();
	if (isWord(cursor.token, 'stdin', 'stdout'))
		throw new RedshiftError({
			code: '0A000',
			// [F:45932829798]
			message: 'LOAD source is not supported. (Hint: only S3 or DynamoDB or EMR based load is allowed)',
		});
	const {bucket, key: prefix} = s3Address(cursor.string());
	const options: Options = {};
	while (cursor.token !== undefined) {
		const word = cursor.token.type === 'word' ? cursor.token.value : '';
		const read = readers[word];
		if (read === undefined)
			throw unsupported.has(word) ? unsupportedByDouble(`COPY … ${word.toUpperCase()}`) : cursor.unexpected();
		cursor.at++;
		read(cursor, options);
	}
	// COPY requires an authorization [D:copy-parameters-authorization]; the text is a guess.
	if (options.role === undefined) throw unsupportedByDouble('COPY without IAM_ROLE');
	if (options.mapping === undefined) throw unsupportedByDouble('COPY from a format other than JSON');
	return {
		schema: qualified ? names[0] : undefined,
		table: (qualified ? names[1] : names[0]) ?? '',
		columns,
		bucket,
		prefix,
		role: options.role,
		mapping: options.mapping,
		region: options.region,
		timeFormat: options.timeFormat ?? 'default',
		compression: options.compression ?? 'none',
		maxError: Math.max(1, options.maxError ?? 1),
		noLoad: options.noLoad ?? false,
		emptyAsNull: options.emptyAsNull ?? false,
		blanksAsNull: options.blanksAsNull ?? false,
		truncateColumns: options.truncateColumns ?? false,
		roundDecimals: options.roundDecimals ?? false,
		replacement: options.replacement,
	};
}

/** Options of COPY that the double does not support [D:r_COPY_command_examples, D:r_COPY]. */
const unsupported: ReadonlySet<string> = new Set(
	nameList(`
		manifest explicit_ids encrypted lzop delimiter fixedwidth csv avro parquet orc shapefile quote dateformat encoding escape
		fillrecord ignoreblanklines ignoreheader removequotes null trimblanks comprows ignoreallerrors ssh readratio
		access_key_id secret_access_key with session_token master_symmetric_key job parameters`),
);

function readColumns(cursor: Cursor): readonly string[] | undefined {
	if (!isSymbol(cursor.token, '(')) return undefined;
	const close = closingParenthesis(cursor.tokens, cursor.at);
	const items = listItems(cursor.tokens, cursor.at, close);
	cursor.at = close + 1;
	return items.map(item => fold(item[0]) ?? '');
}

function fold(token: Token | undefined): string | undefined {
	return token?.value.replaceAll(/[A-Z]/g, letter => letter.toLowerCase());
}

function s3Address(address: string): {readonly bucket: string; readonly key: string} {
	const [, bucket, key] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(address) ?? [];
	if (bucket === undefined) throw unsupportedByDouble(`COPY FROM '${address}'`);
	return {bucket, key: key ?? ''};
}

/** `auto`, `auto ignorecase`, or the address of a jsonpaths file [D:copy-parameters-data-format]. */
function jsonMapping(text: string): JsonMapping {
	if (text === 'auto' || text === 'auto ignorecase') return {type: 'auto', ignoreCase: text !== 'auto'};
	if (text.startsWith('s3://')) return {type: 'jsonpaths', ...s3Address(text)};
	throw unsupportedByDouble(`JSON '${text}'`);
}

/** The keywords are case-sensitive [D:copy-parameters-data-conversion]. */
function timeFormat(text: string): TimeFormat {
	if (text === 'auto' || text === 'epochsecs' || text === 'epochmillisecs') return text;
	throw unsupportedByDouble(`TIMEFORMAT '${text}'`);
}
