/** Separate locations of events and songs, each a folder or `s3://bucket/prefix` ([S3] LOG_DATA and SONG_DATA in dwh.cfg). */
export type SourceSettings = {
	readonly events: string;
	readonly songs: string;
	/** Path or `s3://` address of the events' jsonpaths file; without it, keys match by name. On Redshift, COPY reads it. */
	readonly logJsonPath?: string;
	/** Region of the buckets. By default, the local AWS configuration or the bucket itself decides. */
	readonly region?: string;
};
