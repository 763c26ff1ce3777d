/** How the files are compressed: one way for all that a COPY reads. */
export type Compression = 'gzip' | 'zstd';

/** What Redshift's COPY needs besides the table and the address. */
export type CopySettings = {
	/** ARN of a role that the cluster may assume, or `default`. */
	readonly iamRole: string;
	/** `s3://` address of the jsonpaths file for the events; without it keys find their columns by name, in any case. */
	readonly logJsonPath?: `s3://${string}`;
	/** Absent where the files are not compressed. */
	readonly compression?: Compression;
	/** Region of the bucket, where it is not the cluster's. */
	readonly region?: string;
};
