import {readIdentifier, readRegion} from './aws.js';
import type {ConfigValues} from './config-values.js';
import {isSocketFolder, redshiftEndpoint} from './host.js';
import type {ConnectionSettings, IamIssuer} from './settings.js';
import {labeled, readBoolean, readText} from './simple-values.js';

/** Whether IAM replaces the password. An invalid value most likely means yes. */
export function isIamWanted(values: ConfigValues): boolean {
	const found = values.findInFile('CLUSTER', 'IAM');
	return found !== undefined && values.parse(found, readBoolean) !== false;
}

/**
Reads the settings of an IAM login, which ignores libpq's PGUSER and PGPASSWORD. Problems are recorded in `values`; the
result is then unusable.
*/
export function readIam(
	engine: 'postgres' | 'redshift',
	{host, sslMode}: Pick<ConnectionSettings, 'host' | 'sslMode'>,
	values: ConfigValues,
): Pick<ConnectionSettings, 'user' | 'password' | 'iam'> {
	const iam = values.place('CLUSTER', 'IAM') ?? 'IAM';
	if (engine === 'postgres') {
		values.report({
			message: `${iam} is for Redshift, but the engine is postgres.`,
			advice: 'Remove it, or set ENGINE = redshift in [WAREHOUSE].',
		});
		return {user: '', password: undefined};
	}
	const password = values.place('CLUSTER', 'DB_PASSWORD');
	if (password !== undefined) {
		values.report({
			message: `${password} is set, but ${iam} replaces the password.`,
			advice: 'Remove one of them.',
		});
	}
	requireTls(host, sslMode, values);
	const issuer = readIssuer(host, values);
	const user = values.takeInFile('CLUSTER', 'DB_USER', labeled(readText));
	if (issuer?.kind === 'workgroup' && user !== undefined) {
		values.report({
			message: `${user.name} is set, but with IAM a workgroup has one user per IAM identity.`,
			advice: 'Take it away.',
		});
	}
	const region = readEndpointRegion(host, values);
	return {
		user: user?.value ?? '',
		password: undefined,
		...(issuer !== undefined && {iam: {issuer, region}}),
	};
}

/** Redshift accepts temporary credentials only over TLS. */
function requireTls(host: string, sslMode: ConnectionSettings['sslMode'], values: ConfigValues): void {
	if (sslMode !== 'disable' && sslMode !== 'prefer') return;
	const found = values.find('CLUSTER', isSocketFolder(host) ? 'HOST' : 'SSLMODE');
	if (found === undefined || found === 'broken') return;
	values.report(
		isSocketFolder(host)
			? {message: `${found.name} is a socket folder, but IAM login requires TLS.`}
			: {
					message: `${found.name} is ${found.text}, but IAM login requires TLS.`,
					advice: 'Remove it, or set verify-full.',
				},
	);
}

/** The configured cluster or workgroup, or the one that HOST identifies. */
function readIssuer(host: string, values: ConfigValues): IamIssuer | undefined {
	const endpoint = redshiftEndpoint(host);
	const cluster = values.takeInFile('CLUSTER', 'CLUSTER_IDENTIFIER', labeled(readIdentifier));
	const workgroup = values.takeInFile('CLUSTER', 'WORKGROUP', labeled(readIdentifier));
	if (cluster !== undefined && workgroup !== undefined) {
		values.report({
			message: `${workgroup.name} and ${cluster.name} are both set.`,
			advice: 'A workgroup belongs to Redshift Serverless, a cluster does not. Remove one of them.',
		});
	}
	const named = cluster ?? workgroup;
	const kind = cluster === undefined ? 'workgroup' : 'cluster';
	if (named !== undefined) {
		// The host may start with the name of a VPC endpoint, so only the kind has to match.
		if (endpoint !== undefined && endpoint.kind !== kind) {
			values.report({
				message: `${named.name} names a ${kind}, but HOST is the endpoint of a ${endpoint.kind}.`,
				advice: 'Remove it: HOST is enough.',
			});
		}
		return {kind, name: named.value};
	}
	if (endpoint !== undefined) return {kind: endpoint.kind, name: endpoint.name};
	const isNamed =
		values.place('CLUSTER', 'CLUSTER_IDENTIFIER') !== undefined ||
		values.place('CLUSTER', 'WORKGROUP') !== undefined;
	if (host !== '' && !isNamed && !isSocketFolder(host)) {
		const place = values.place('CLUSTER', 'HOST') ?? 'PGHOST';
		values.report({
			message: `${place} does not identify the cluster, which IAM requires.`,
			advice: 'Add CLUSTER_IDENTIFIER (or WORKGROUP for Redshift Serverless) and REGION to [CLUSTER].',
		});
	}
	return undefined;
}

function readEndpointRegion(host: string, values: ConfigValues): string | undefined {
	const endpointRegion = redshiftEndpoint(host)?.region;
	const region = values.takeInFile('CLUSTER', 'REGION', labeled(readRegion));
	if (region !== undefined && endpointRegion !== undefined && region.value !== endpointRegion) {
		values.report({
			message: `${region.name} is ${region.value}, but HOST is in ${endpointRegion}.`,
			advice: 'Remove it: HOST is enough.',
		});
	}
	return region?.value ?? endpointRegion;
}
