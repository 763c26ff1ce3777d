// Imported when it is needed only: it brings a client of the AWS SDK with it.
import {
	GetClusterCredentialsCommand,
	GetClusterCredentialsWithIAMCommand,
	RedshiftClient,
} from '@aws-sdk/client-redshift';
import {type IamAnswer, type IamRequest, iamClientConfig} from './iam-request.js';

/** Temporary credentials for a provisioned cluster. @throws what the SDK throws */
export async function askCluster(request: IamRequest): Promise<IamAnswer> {
	const client = new RedshiftClient(iamClientConfig(request));
	const target = {ClusterIdentifier: request.name, DbName: request.database};
	try {
		const {DbUser, DbPassword, Expiration} =
			request.user === undefined
				? await client.send(new GetClusterCredentialsWithIAMCommand(target))
				: await client.send(
						new GetClusterCredentialsCommand({...target, DbUser: request.user, AutoCreate: false}),
					);
		return {user: DbUser, password: DbPassword, expires: Expiration};
	} finally {
		client.destroy();
	}
}
