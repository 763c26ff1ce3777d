import type {S3Client} from '@aws-sdk/client-s3';

/** How to access a bucket; undefined properties are not known yet. */
export type S3Access = {
	readonly region: string | undefined;
	/** Send unsigned requests, which public buckets allow. */
	readonly anonymous: boolean | undefined;
};

/** GDAL's variable for the `--no-sign-request` option of the AWS CLI. */
export function isUnsignedRequested(): boolean {
	return /^(?:true|yes|on|1)$/i.test(process.env.AWS_NO_SIGN_REQUEST ?? '');
}

/** Whether credentials are found. @throws Error if credentials are configured but unusable. */
export async function hasCredentials(client: S3Client): Promise<boolean> {
	try {
		await client.config.credentials();
		return true;
	} catch (error) {
		const none = error instanceof Error && /from any providers/.test(error.message);
		const named = process.env.AWS_PROFILE !== undefined || process.env.AWS_ACCESS_KEY_ID !== undefined;
		if (none && !named) return false;
		throw error;
	}
}
