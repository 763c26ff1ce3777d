import type {Compression} from '../config/copy-settings.js';

/** What a load error view says of a record that COPY refused. */
export type LoadError = {
	/** `err_code`. Source of the codes: "Load error reference" in the Database Developer Guide. */
	readonly code: number;
	/** `err_reason`: it names no place that a person could look at, so the value is told beside it. */
	readonly reason: string;
	readonly type: string;
	readonly length: string;
	/** The value that was refused; empty where the view does not have it. */
	readonly value: string;
};

type Row = {
	readonly codes: readonly number[];
	/** Narrows the row down where one code has several causes. */
	readonly applies?: (error: LoadError) => boolean;
	/** What is wrong with the value, after its name. */
	readonly problem?: (error: LoadError) => string;
	readonly advice: string;
	/** What else it may be where a jsonpaths file says which key fills which column. */
	readonly byPath?: string;
};

const otherOrder = 'If every record is refused, the jsonpaths file names the columns in another order.';

const fixValue = 'Correct the value in the file.';

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
		advice: 'Correct the number in the file.',
		byPath: otherOrder,
	},
	{codes: [1205], problem: () => 'is not a date', advice: fixValue},
	{
		codes: [1206],
		problem: () => 'is not a time',
		advice: 'Correct the value in the file; a column of timestamps needs a TIMEFORMAT that fits it.',
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
		advice: 'Take the empty line out of the file.',
	},
	{
		codes: [1212],
		advice: 'The file went away while the load ran: look for it in the bucket, then run the stage again.',
	},
	{
		codes: [1213],
		problem: () => 'is missing, and the column may not be NULL',
		advice: 'Add the key to the record.',
	},
	{
		codes: [1215],
		problem: () => 'has other characters than a CHAR column holds',
		advice: 'Make the column VARCHAR, which holds any character.',
	},
	{
		codes: [1217],
		problem: () => 'cannot be the number of a row',
		advice: 'Take the key out of the file: the column numbers its rows by itself.',
	},
	{
		codes: [1218, 1219, 1220, 1221],
		problem: () => 'is not valid UTF-8, or has a NUL character',
		advice: 'Write the file as UTF-8, without NUL characters.',
	},
	{
		codes: [1223],
		problem: ({type}) => `is of another type than the column${type === '' ? '' : `, ${type}`}`,
		advice: fixValue,
		byPath: otherOrder,
	},
	{
		codes: [1200],
		advice:
			'The cluster does not know the error itself: look at the record, and load its file alone to see whether it comes back.',
	},
	{
		codes: [8001],
		advice: 'Name every file whole, s3://bucket/key, in the manifest.',
	},
	{
		codes: [9005],
		advice: 'Look at the key that is named: it is none that COPY takes.',
	},
	{
		codes: [1201, 1214, 1216, 1224],
		advice:
			'Correct the text: a file holds JSON objects one after another, with white space between them, and no [ ] or commas around them.',
	},
	{
		codes: [1202, 1203],
		advice:
			'Make the jsonpaths file name one path for each column of the table, in the order of the columns.',
	},
];

const shownCharacters = 40;

/** Why a record was refused, a sentence without its full stop, e.g. `"abc" is not a whole number (Invalid digit, …)`. */
export function loadErrorReason(error: LoadError): string {
	const problem = rowOf(error)?.problem;
	if (problem === undefined) return error.reason;
	const {value} = error;
	const start = value.slice(0, shownCharacters);
	const name = value === '' ? 'the value' : `"${start}${start === value ? '' : '…'}"`;
	return `${name} ${problem(error)} (${error.reason})`;
}

/**
What to do about it, in full sentences; undefined for an unknown code.
@param byPath Whether the keys find their columns by a jsonpaths file.
*/
export function loadErrorAdvice(error: LoadError, byPath: boolean): string | undefined {
	const row = rowOf(error);
	return byPath && row?.byPath !== undefined ? `${row.advice} ${row.byPath}` : row?.advice;
}

/** How a file is compressed that is called so; undefined where nothing says that it is. */
export function compressionByName(file: string): Compression | undefined {
	if (/\.gz$/i.test(file)) return 'gzip';
	return /\.zst$/i.test(file) ? 'zstd' : undefined;
}

/** What to do where COPY took compressed files for text. */
export function undeclaredCompression(compression: Compression): string {
	return `The file is compressed, and COPY was not told so. Set COMPRESSION = ${compression} under [S3] in dwh.cfg, and have all files of the load compressed in the same way.`;
}

function rowOf(error: LoadError): Row | undefined {
	return rows.find(({codes, applies}) => codes.includes(error.code) && (applies?.(error) ?? true));
}
