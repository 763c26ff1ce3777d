/** How object keys map to columns. */
export type JsonMapping =
	| {readonly type: 'auto'; readonly ignoreCase: boolean}
	| {readonly type: 'jsonpaths'; readonly bucket: string; readonly key: string};

export type Compression = 'none' | 'gzip' | 'bzip2' | 'zstd';
export type TimeFormat = 'default' | 'auto' | 'epochsecs' | 'epochmillisecs';

/** A COPY from JSON on S3, limited to the options that the double supports. */
export type CopyCommand = {
	/** As in the statement, with folded case. */
	readonly schema: string | undefined;
	readonly table: string;
	readonly columns: readonly string[] | undefined;
	readonly bucket: string;
	readonly prefix: string;
	/** An ARN, or `default`. */
	readonly role: string;
	readonly mapping: JsonMapping;
	readonly region: string | undefined;
	readonly timeFormat: TimeFormat;
	readonly compression: Compression;
	readonly maxError: number;
	readonly noLoad: boolean;
	readonly emptyAsNull: boolean;
	readonly blanksAsNull: boolean;
	readonly truncateColumns: boolean;
	readonly roundDecimals: boolean;
	/** The character that replaces each byte that is not valid UTF-8. */
	readonly replacement: string | undefined;
};
