import {quietAwsSdk} from '../config/quiet-aws-sdk.js';

/** What AWS is asked for. */
export type IamRequest = {
	/** Of the cluster or the workgroup. */
	readonly name: string;
	readonly database: string;
	/** The user of the database to log in as; undefined for the one that goes with the IAM identity. */
	readonly user: string | undefined;
	/** Undefined where AWS is told it on this machine. */
	readonly region: string | undefined;
};

/** What AWS answers; the SDK promises none of it. */
export type IamAnswer = {
	readonly user: string | undefined;
	readonly password: string | undefined;
	readonly expires: Date | undefined;
};

const connectMs = 5000;
const answerMs = 15_000;

/** How a client of the SDK is made: credentials, endpoint and retries are the ones that this machine is set up for. */
export function iamClientConfig({region}: IamRequest) {
	quietAwsSdk();
	return {
		...(region !== undefined && {region}),
		requestHandler: {connectionTimeout: connectMs, requestTimeout: answerMs, throwOnRequestTimeout: true},
	};
}
