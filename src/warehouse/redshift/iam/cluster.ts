// Import this file on demand: it loads an AWS SDK client.
import {
	GetClusterCredentialsCommand,
	GetClusterCredentialsWithIAMCommand,
	RedshiftClient,
} from '@aws-sdk/client-redshift';
import {type IamRequest, type IamResponse, iamClientConfig} from './request.js';

/** Temporary credentials for a provisioned cluster. @throws whatever the SDK throws */
export async function requestClusterCredentials(request: IamRequest): Promise<IamResponse> {
	const client = new RedshiftClient(await iamClientConfig(request));
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
