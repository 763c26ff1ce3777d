/** What a COPY reads, for the advice about it: words, where the statement and the error name no place in S3. */
export type CopyPlace = {
	/** `s3://bucket/prefix` */
	readonly place: string;
	readonly bucket: string;
	/** `s3://bucket/folder/` that `place` lies in. */
	readonly folder: string;
};

/**
Where in S3 a COPY failed.
@param text Message of the error.
@param detail Redshift's block, which names the prefix it was listing or the file it was reading.
*/
export function copyPlace(sql: string, text: string, detail: string): CopyPlace {
	const [, bucket, prefix] = /Listing bucket=(\S+) prefix=(\S*)/.exec(detail) ?? [];
	const named = bucket === undefined ? /s3:\/\/[^\s'"]+/.exec(detail)?.[0] : `s3://${bucket}/${prefix}`;
	// Of everything a COPY names, only the jsonpaths file is a single object.
	const jsonPaths = /NoSuchKey|specified key does not exist/i.test(text)
		? /\bJSON\s+(?:AS\s+)?'(s3:\/\/[^']+)'/i.exec(sql)?.[1]
		: undefined;
	const place = named ?? jsonPaths ?? /\bFROM\s+'(s3:\/\/[^']+)'/i.exec(sql)?.[1];
	if (place === undefined) return {place: 'what it needs in S3', bucket: 'BUCKET', folder: 's3://BUCKET/'};
	const name = place.split('/')[2] ?? '';
	const path = place.slice(`s3://${name}/`.length).replace(/\/$/, '');
	return {place, bucket: name, folder: `s3://${name}/${path.slice(0, path.lastIndexOf('/') + 1)}`};
}
