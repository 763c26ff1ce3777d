/** Compression of the files; the same for all files of a COPY. */
export type Compression = 'gzip' | 'zstd';

/** Settings of Redshift's COPY other than the table and the address. */
export type CopySettings = {
	/** ARN of a role that the cluster may assume, or `default`. */
	readonly iamRole: string;
	/** `s3://` address of the events' jsonpaths file. Without it, keys match columns by case-insensitive name. */
	readonly logJsonPath?: `s3://${string}`;
	/** Absent for uncompressed files. */
	readonly compression?: Compression;
	/** Region of the bucket, if different from the cluster's. */
	readonly region?: string;
};
