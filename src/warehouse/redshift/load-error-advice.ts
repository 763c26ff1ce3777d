import type {Compression} from '../../config/settings.js';

/** A load error view's entry for a record that COPY rejected. */
export type LoadError = {
	/** `err_code`. Source of the codes: "Load error reference" in the Database Developer Guide. */
	readonly code: number;
	/** `err_reason`. It lacks context, so the value is reported with it. */
	readonly reason: string;
	readonly type: string;
	readonly length: string;
	/** The rejected value; empty if the view does not have it. */
	readonly value: string;
};

type Row = {
	readonly codes: readonly number[];
	/** Narrows the row down if one code has several causes. */
	readonly applies?: (error: LoadError) => boolean;
	/** What is wrong with the value; follows its name in a sentence. */
	readonly problem?: (error: LoadError) => string;
	readonly advice: string;
	/** Another possible cause if a jsonpaths file maps keys to columns. */
	readonly byPath?: string;
};

const otherOrder = 'If every record is rejected, the order of the jsonpaths file does not match the columns.';

const fixValue = 'Fix the value in the file.';

const rows: readonly Row[] = [
	{
		codes: [1204],
		applies: ({type}) => /char|text/.test(type),
		problem: ({length}) => `is longer than the ${length} bytes that the column holds`,
		advice: 'Shorten the value in the file, or widen the column: VARCHAR counts bytes, not characters.',
	},
	{
		codes: [1204, 1207, 1208, 1209, 1222],
		applies: ({code, reason}) =>
			code === 1204 || code === 1222 || /overflow|out of range|valid range/i.test(reason),
		problem: ({type}) => `is out of range for the column${type === '' ? '' : `, ${type}`}`,
		advice: 'Fix the number in the file.',
		byPath: otherOrder,
	},
	{codes: [1205], problem: () => 'is not a date', advice: fixValue},
	{
		codes: [1206],
		problem: () => 'is not a time',
		advice: 'Fix the value in the file. A timestamp column needs a matching TIMEFORMAT.',
	},
	{
		codes: [1207],
		problem: () => 'is not a whole number',
		advice: fixValue,
		byPath: otherOrder,
	},
	{
		codes: [1208, 1209],
		problem: () => 'is not a number',
		advice: fixValue,
		byPath: otherOrder,
	},
	{codes: [1210], problem: () => 'is not a boolean', advice: fixValue},
	{
		codes: [1211],
		advice: 'Remove the empty line from the file.',
	},
	{
		codes: [1212],
		advice: 'The file disappeared during the load. Look for it in the bucket, then run the stage again.',
	},
	{
		codes: [1213],
		problem: () => 'is missing, and the column cannot be NULL',
		advice: 'Add the key to the record.',
	},
	{
		codes: [1215],
		problem: () => 'has characters that a CHAR column cannot store',
		advice: 'Make the column VARCHAR, which stores any character.',
	},
	{
		codes: [1217],
		problem: () => 'cannot be loaded into an IDENTITY column',
		advice: 'Remove the key from the file: Redshift generates the values of this column.',
	},
	{
		codes: [1218, 1219, 1220, 1221],
		problem: () => 'is not valid UTF-8, or has a NUL character',
		advice: 'Write the file as UTF-8, without NUL characters.',
	},
	{
		codes: [1223],
		problem: ({type}) => `has a different type than the column${type === '' ? '' : `, ${type}`}`,
		advice: fixValue,
		byPath: otherOrder,
	},
	{
		codes: [1200],
		advice:
			'Redshift reports an unknown error. Check the record, and load its file alone to see whether the error repeats.',
	},
	{
		codes: [8001],
		advice: 'Write complete addresses in the manifest: s3://bucket/key.',
	},
	{
		codes: [9005],
		advice: 'Check the key in the message: COPY does not support it.',
	},
	{
		codes: [1201, 1214, 1216, 1224],
		advice:
			'Fix the JSON: a file must contain JSON objects separated by white space, without commas or an enclosing [ ].',
	},
	{
		codes: [1202, 1203],
		advice: 'Fix the jsonpaths file: it must have one path for each column of the table, in column order.',
	},
];

const shownCharacters = 40;

/** Why a record was rejected, without a full stop, e.g. `"abc" is not a whole number (Invalid digit, …)`. */
export function loadErrorReason(error: LoadError): string {
	const problem = rowOf(error)?.problem;
	if (problem === undefined) return error.reason;
	const {value} = error;
	const start = value.slice(0, shownCharacters);
	const name = value === '' ? 'the value' : `"${start}${start === value ? '' : '…'}"`;
	return `${name} ${problem(error)} (${error.reason})`;
}

/**
What to do about a load error, in full sentences; undefined for an unknown code.
@param byPath Whether a jsonpaths file maps keys to columns.
*/
export function loadErrorAdvice(error: LoadError, byPath: boolean): string | undefined {
	const row = rowOf(error);
	return byPath && row?.byPath !== undefined ? `${row.advice} ${row.byPath}` : row?.advice;
}

/** The compression that the name of a file indicates, if any. */
export function compressionByName(file: string): Compression | undefined {
	if (/\.gz$/i.test(file)) return 'gzip';
	return /\.zst$/i.test(file) ? 'zstd' : undefined;
}

/** Advice for when COPY read compressed files as text. */
export function undeclaredCompression(compression: Compression): string {
	return `The file is compressed, but COMPRESSION is not set. Set COMPRESSION = ${compression} under [S3] in dwh.cfg, and compress all files the same way.`;
}

function rowOf(error: LoadError): Row | undefined {
	return rows.find(({codes, applies}) => codes.includes(error.code) && (applies?.(error) ?? true));
}
