/** Events and songs in places of their own, each a folder or `s3://bucket/prefix` ([S3] LOG_DATA and SONG_DATA in dwh.cfg). */
export type SourceSettings = {
	readonly events: string;
	readonly songs: string;
	/** Region of the buckets; where it is missing, what AWS is told on this machine, or what the bucket itself says. */
	readonly region?: string;
};
