// Import this file on demand: it loads an AWS SDK client.
import {GetCredentialsCommand, RedshiftServerlessClient} from '@aws-sdk/client-redshift-serverless';
import {type IamRequest, type IamResponse, iamClientConfig} from './request.js';

/** Temporary credentials for a workgroup of Redshift Serverless. @throws whatever the SDK throws */
export async function requestWorkgroupCredentials(request: IamRequest): Promise<IamResponse> {
	const client = new RedshiftServerlessClient(await iamClientConfig(request));
	try {
		const {dbUser, dbPassword, expiration} = await client.send(
			new GetCredentialsCommand({workgroupName: request.name, dbName: request.database}),
		);
		return {user: dbUser, password: dbPassword, expires: expiration};
	} finally {
		client.destroy();
	}
}
