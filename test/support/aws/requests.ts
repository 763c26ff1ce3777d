import type {IncomingMessage} from 'node:http';
import {text} from 'node:stream/consumers';

const actions = ['GetClusterCredentials', 'GetClusterCredentialsWithIAM', 'GetCredentials'] as const;
export type Action = (typeof actions)[number];

/** A request for credentials. */
export type Request = {
	readonly action: Action;
	/** Name of the cluster or workgroup. */
	readonly name: string;
	readonly database: string | undefined;
	readonly user: string | undefined;
	readonly autoCreate: boolean;
	/** Access key id and region of the signature. */
	readonly accessKeyId: string;
	readonly region: string;
};

/**
Reads a request in the protocol of its service: a form with an Action (AWS query) for clusters, JSON with the action in a
header (JSON 1.1) for workgroups. Throws for anything else.
*/
export async function readRequest(message: IncomingMessage): Promise<Request> {
	const {method, url, headers} = message;
	if (method !== 'POST' || url !== '/') throw new Error(`${method} ${url}`);
	const body = await text(message);
	const target = headers['x-amz-target'];
	if (target !== undefined) {
		if (target !== 'RedshiftServerless.GetCredentials') throw new Error(`target ${String(target)}`);
		if (headers['content-type'] !== 'application/x-amz-json-1.1')
			throw new Error(`content type ${headers['content-type']}`);
		const {workgroupName, dbName, ...others} = JSON.parse(body) as Record<string, string>;
		const [unexpected] = Object.keys(others);
		if (unexpected !== undefined) throw new Error(`parameter ${unexpected}`);
		const action = 'GetCredentials';
		const signer = readSigner(headers.authorization, 'redshift-serverless');
		return {
			action,
			name: workgroupName ?? '',
			database: dbName,
			user: undefined,
			autoCreate: false,
			...signer,
		};
	}
	const form = new Map(new URLSearchParams(body));
	const take = (name: string) => {
		const value = form.get(name);
		form.delete(name);
		return value;
	};
	const [wanted, version] = [take('Action'), take('Version')];
	const action = actions.find(known => known === wanted);
	if (action === undefined || version !== '2012-12-01') throw new Error(`${wanted}, version ${version}`);
	const withUser = action === 'GetClusterCredentials';
	const request = {
		action,
		name: take('ClusterIdentifier') ?? '',
		database: take('DbName'),
		user: withUser ? take('DbUser') : undefined,
		autoCreate: withUser && take('AutoCreate') === 'true',
		...readSigner(headers.authorization, 'redshift'),
	};
	const [unexpected] = form.keys();
	if (unexpected !== undefined) throw new Error(`parameter ${unexpected} of ${action}`);
	return request;
}

/** Returns who signed the request for which region. The signature is not verified. */
function readSigner(header: string | undefined, service: string): Pick<Request, 'accessKeyId' | 'region'> {
	const credential = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request,/;
	const [, accessKeyId, region, signedService] = credential.exec(header ?? '') ?? [];
	if (accessKeyId === undefined || region === undefined || signedService !== service) {
		throw new Error(`signature for ${signedService ?? 'no service'}`);
	}
	return {accessKeyId, region};
}
