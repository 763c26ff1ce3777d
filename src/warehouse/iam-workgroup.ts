// Imported when it is needed only: it brings a client of the AWS SDK with it.
import {GetCredentialsCommand, RedshiftServerlessClient} from '@aws-sdk/client-redshift-serverless';
import {type IamAnswer, type IamRequest, iamClientConfig} from './iam-request.js';

/** Temporary credentials for a workgroup of Redshift Serverless. @throws what the SDK throws */
export async function askWorkgroup(request: IamRequest): Promise<IamAnswer> {
	const client = new RedshiftServerlessClient(iamClientConfig(request));
	try {
		const {dbUser, dbPassword, expiration} = await client.send(
			new GetCredentialsCommand({workgroupName: request.name, dbName: request.database}),
		);
		return {user: dbUser, password: dbPassword, expires: expiration};
	} finally {
		client.destroy();
	}
}
