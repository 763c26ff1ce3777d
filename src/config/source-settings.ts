/** Events and songs in places of their own, each a folder or `s3://bucket/prefix` ([S3] LOG_DATA and SONG_DATA in dwh.cfg). */
export type SourceSettings = {
	readonly events: string;
	readonly songs: string;
	/** A path or an `s3://` address of the jsonpaths file for the events; without it keys match by name. On Redshift COPY takes it. */
	readonly logJsonPath?: string;
	/** Region of the buckets; where it is missing, what AWS is told on this machine, or what the bucket itself says. */
	readonly region?: string;
};
