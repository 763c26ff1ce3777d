import {codeTokens} from '../sql/scanner.js';

/** The S3 location a COPY reads, for use in advice; a placeholder if neither the statement nor the error names one. */
export type CopyPlace = {
	/** `s3://bucket/prefix` */
	readonly place: string;
	readonly bucket: string;
	/** `s3://bucket/folder/` that contains `place`. */
	readonly folder: string;
};

/**
Finds where in S3 a COPY failed.
@param text The error message.
@param detail Redshift's detail block, which names the prefix being listed or the file being read.
*/
export function copyPlace(sql: string, text: string, detail: string): CopyPlace {
	const [, bucket, prefix] = /Listing bucket=(\S+) prefix=(\S*)/.exec(detail) ?? [];
	const named = bucket === undefined ? /s3:\/\/[^\s'"]+/.exec(detail)?.[0] : `s3://${bucket}/${prefix}`;
	// The jsonpaths file is the only single object in a COPY.
	const jsonPaths = /NoSuchKey|specified key does not exist/i.test(text)
		? addressAfter('json', sql)
		: undefined;
	const place = named ?? jsonPaths ?? addressAfter('from', sql);
	if (place === undefined) return {place: 'what it needs in S3', bucket: 'BUCKET', folder: 's3://BUCKET/'};
	const name = place.split('/')[2] ?? '';
	const path = place.slice(`s3://${name}/`.length).replace(/\/$/, '');
	return {place, bucket: name, folder: `s3://${name}/${path.slice(0, path.lastIndexOf('/') + 1)}`};
}

/** The `s3://` address after a word of a COPY, and after AS if present. */
function addressAfter(word: string, sql: string): string | undefined {
	const code = codeTokens(sql, {backslashEscapes: true}).filter(({name}) => name !== 'as');
	const addresses = code.filter((_, index) => code[index - 1]?.name === word);
	return addresses
		.map(({text}) => /^'(s3:\/\/[^']+)'$/.exec(text)?.[1])
		.find(address => address !== undefined);
}
