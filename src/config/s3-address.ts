import type {Problem} from './problems.js';

/** The parts of `s3://bucket/prefix`. The prefix is unchanged: it may be empty and may end in `/`. */
export type S3Address = {readonly bucket: string; readonly prefix: string};

export function isS3Address(text: string): boolean {
	return /^s3:\/\//i.test(text);
}

/** Parses an address and checks its syntax, but not whether the bucket exists. */
export function parseS3Address(text: string): S3Address | Problem {
	const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(text) ?? [];
	if (!isS3Address(text) || bucket === '') {
		return {message: `"${text}" is not an S3 address.`, advice: 'Write s3://BUCKET/PREFIX.'};
	}
	// Rules for new buckets are stricter (lower case, 63 characters), but old buckets in us-east-1 still exist.
	if (/^[a-z0-9][a-z0-9._-]{1,253}[a-z0-9]$/i.test(bucket)) return {bucket, prefix};
	return {
		message: `"${text}" names the bucket "${bucket}", which is not a valid name.`,
		advice:
			'A bucket name has 3 or more letters, digits, dots and hyphens, and starts and ends with a letter or digit.',
	};
}

export function printS3Address({bucket, prefix}: S3Address): string {
	return `s3://${bucket}/${prefix}`;
}
