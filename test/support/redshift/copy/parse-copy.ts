import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {closingParenthesis, isSymbol, isWord, type Token, unexpected} from '../sql/lexer.js';
import {listItems} from '../sql/pieces.js';

type Address = {readonly bucket: string; readonly key: string};
/** How object keys map to columns. */
export type JsonMapping = 'auto' | 'auto ignorecase' | Address;

/** A COPY from JSON on S3, limited to the options that the program uses. */
export type CopyCommand = {
	/** With folded case. */
	readonly table: string;
	readonly columns: readonly string[] | undefined;
	readonly bucket: string;
	readonly prefix: string;
	/** An ARN, or `default`. */
	readonly role: string;
	readonly mapping: JsonMapping;
	readonly region: string | undefined;
	readonly compression: 'gzip' | 'zstd' | undefined;
	readonly maxError: number;
	readonly noLoad: boolean;
	readonly emptyAsNull: boolean;
};

type Options = {-readonly [K in keyof CopyCommand]?: CopyCommand[K]};

const maxMaxError = 100_000;

/** Parses COPY [D:r_COPY]: table, columns, FROM, and options in any order. @throws RedshiftError */
export function parseCopy(sql: string, tokens: readonly Token[]): CopyCommand {
	if (tokens[1]?.type !== 'word' && tokens[1]?.type !== 'quoted') throw unexpected(sql, tokens, 1);
	let at = 2;
	let columns: readonly string[] | undefined;
	if (isSymbol(tokens[at], '(')) {
		const close = closingParenthesis(tokens, at);
		columns = listItems(tokens, at, close).map(item => item[0]?.value.toLowerCase() ?? '');
		at = close + 1;
	}
	if (!isWord(tokens[at], 'from')) throw unexpected(sql, tokens, at);
	const options: Options = {};
	/** The value after the keyword, and AS, which may precede it. */
	const argument = (type: Token['type']) => {
		while (isWord(tokens[at], 'as', 'json')) at++;
		if (tokens[at]?.type !== type) throw unexpected(sql, tokens, at);
		return tokens[at++]!.value;
	};
	at++;
	const {bucket, key: prefix} = s3Address(argument('string'));
	while (at < tokens.length) {
		const word = tokens[at]!.value;
		at++;
		switch (word) {
			case 'iam_role':
				options.role = argument(isWord(tokens[at], 'default') ? 'word' : 'string');
				break;
			case 'format':
			case 'json':
				options.mapping = jsonMapping(argument('string'));
				break;
			case 'region':
				options.region = argument('string');
				break;
			case 'gzip':
			case 'zstd':
				options.compression = word;
				break;
			case 'maxerror':
				options.maxError = Number(argument('number'));
				break;
			case 'noload':
				options.noLoad = true;
				break;
			case 'emptyasnull':
				options.emptyAsNull = true;
				break;
			case 'statupdate':
			case 'compupdate':
				// Accepted without effect: the double has neither encodings nor statistics.
				at++;
				break;
			default:
				throw unsupportedByDouble(`COPY … ${word.toUpperCase()}`);
		}
	}
	const {role, mapping, maxError = 1} = options;
	// "The maximum value is 100000" [D:copy-parameters-data-load]; the text is a guess.
	if (maxError > maxMaxError)
		throw new RedshiftError({code: '22023', message: `MAXERROR must be between 0 and ${maxMaxError}`});
	if (role === undefined || mapping === undefined)
		throw unsupportedByDouble('COPY without IAM_ROLE or from a format other than JSON');
	return {
		table: tokens[1].value.toLowerCase(),
		columns,
		bucket,
		prefix,
		role,
		mapping,
		region: options.region,
		compression: options.compression,
		maxError: Math.max(1, maxError),
		noLoad: options.noLoad ?? false,
		emptyAsNull: options.emptyAsNull ?? false,
	};
}

function s3Address(address: string): Address {
	const [, bucket, key = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(address) ?? [];
	if (bucket === undefined) throw unsupportedByDouble(`COPY FROM '${address}'`);
	return {bucket, key};
}

/** `auto`, `auto ignorecase`, or the address of a jsonpaths file [D:copy-parameters-data-format]. */
function jsonMapping(text: string): JsonMapping {
	return text === 'auto' || text === 'auto ignorecase' ? text : s3Address(text);
}
