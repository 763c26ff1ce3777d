import {quietAwsSdk} from '../../../config/aws.js';
import {proxyAgents} from '../../../config/proxy.js';

/** A request for temporary credentials. */
export type IamRequest = {
	/** Name of the cluster or workgroup. */
	readonly name: string;
	readonly database: string;
	/** The database user to log in as; undefined for the one mapped to the IAM identity. */
	readonly user: string | undefined;
	/** Undefined to use the region from this machine's AWS configuration. */
	readonly region: string | undefined;
};

/** The response of AWS. The SDK guarantees none of the fields. */
export type IamResponse = {
	readonly user: string | undefined;
	readonly password: string | undefined;
	readonly expires: Date | undefined;
};

const connectTimeoutMs = 5000;
const responseTimeoutMs = 15_000;

/** Configuration of an SDK client. Credentials, endpoint and retries come from this machine's AWS configuration. */
export async function iamClientConfig({region}: IamRequest) {
	quietAwsSdk();
	const custom = process.env.AWS_ENDPOINT_URL;
	return {
		...(region !== undefined && {region}),
		requestHandler: {
			connectionTimeout: connectTimeoutMs,
			requestTimeout: responseTimeoutMs,
			throwOnRequestTimeout: true,
			...(await proxyAgents(custom || 'https://redshift.amazonaws.com')),
		},
	};
}
