import type {Problem} from './problems.js';

/** `s3://bucket/prefix`, taken apart. The prefix is kept to the letter: it may be empty, and it may end in `/` or not. */
export type S3Address = {readonly bucket: string; readonly prefix: string};

export function isS3Address(text: string): boolean {
	return /^s3:\/\//i.test(text);
}

/** Reads an address and checks its form; whether there is such a bucket only S3 knows. */
export function parseS3Address(text: string): S3Address | Problem {
	const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(text) ?? [];
	if (!isS3Address(text) || bucket === '') {
		return {message: `"${text}" is no S3 address.`, advice: 'Write s3://BUCKET/PREFIX.'};
	}
	// New buckets are stricter (lower case, 63 characters); old ones in us-east-1 are not.
	if (/^[a-z0-9][a-z0-9._-]{1,253}[a-z0-9]$/i.test(bucket)) return {bucket, prefix};
	return {
		message: `"${text}" names the bucket "${bucket}", which cannot be one.`,
		advice:
			'A bucket has 3 or more letters, digits, dots and hyphens, and starts and ends with a letter or digit.',
	};
}

export function printS3Address({bucket, prefix}: S3Address): string {
	return `s3://${bucket}/${prefix}`;
}
