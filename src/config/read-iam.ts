import type {ConfigValues} from './config-values.js';
import type {ConnectionSettings} from './connection.js';
import {isSocketFolder} from './host.js';
import type {IamIssuer} from './iam-settings.js';
import type {Problem} from './problems.js';
import {readRegion} from './read-data.js';
import {redshiftEndpoint} from './redshift-endpoint.js';
import {readSwitch} from './switch.js';

type Named = {readonly name: string; readonly value: string};

/** Whether IAM is to take the place of a password. Where that cannot be understood, it most likely is. */
export function isIamWanted(values: ConfigValues): boolean {
	const found = values.findInFile('CLUSTER', 'IAM');
	return found !== undefined && values.understand(found, readSwitch) !== false;
}

/**
Who logs in by IAM, and how. Of libpq's variables PGUSER and PGPASSWORD count for nothing here. Mistakes are kept by
`values`; with one, the answer is of no use.
*/
export function readIam(
	engine: 'postgres' | 'redshift',
	{host, sslMode}: Pick<ConnectionSettings, 'host' | 'sslMode'>,
	values: ConfigValues,
): Pick<ConnectionSettings, 'user' | 'password' | 'iam'> {
	const iam = values.place('CLUSTER', 'IAM') ?? 'IAM';
	if (engine === 'postgres') {
		values.report({
			message: `${iam} is for Redshift, and the engine is postgres.`,
			advice: 'Take it away, or write ENGINE = redshift in [WAREHOUSE].',
		});
		return {user: '', password: undefined};
	}
	const password = values.place('CLUSTER', 'DB_PASSWORD');
	if (password !== undefined) {
		values.report({
			message: `${password} is there, and ${iam} takes the place of a password.`,
			advice: 'Take one of the two away.',
		});
	}
	requireTls(host, sslMode, values);
	const issuer = readIssuer(host, values);
	const user = take(values, 'DB_USER', (_, text) => text);
	if (issuer?.kind === 'workgroup' && user !== undefined) {
		values.report({
			message: `${user.name} is there, and with IAM a workgroup has one user for each IAM identity.`,
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

/** Redshift takes temporary credentials over TLS only. */
function requireTls(host: string, sslMode: ConnectionSettings['sslMode'], values: ConfigValues): void {
	if (sslMode !== 'disable' && sslMode !== 'prefer') return;
	const found = values.find('CLUSTER', isSocketFolder(host) ? 'HOST' : 'SSLMODE');
	if (found === undefined || found === 'broken') return;
	values.report(
		isSocketFolder(host)
			? {message: `${found.name} is the folder of a socket, and a login by IAM needs TLS.`}
			: {
					message: `${found.name} is ${found.text}, and a login by IAM needs TLS.`,
					advice: 'Take it away, or write verify-full.',
				},
	);
}

/** The cluster or workgroup that is named, else the one that HOST tells. */
function readIssuer(host: string, values: ConfigValues): IamIssuer | undefined {
	const endpoint = redshiftEndpoint(host);
	const cluster = take(values, 'CLUSTER_IDENTIFIER', readIdentifier);
	const workgroup = take(values, 'WORKGROUP', readIdentifier);
	if (cluster !== undefined && workgroup !== undefined) {
		values.report({
			message: `${workgroup.name} is there, and so is ${cluster.name}.`,
			advice: 'A workgroup is of Redshift Serverless, a cluster is not: take one of the two away.',
		});
	}
	const named = cluster ?? workgroup;
	const kind = cluster === undefined ? 'workgroup' : 'cluster';
	if (named !== undefined) {
		// The name may differ from the first part of the host, which is that of an endpoint in a VPC; the kind may not.
		if (endpoint !== undefined && endpoint.kind !== kind) {
			values.report({
				message: `${named.name} names a ${kind}, and HOST is the endpoint of a ${endpoint.kind}.`,
				advice: 'Take it away: HOST tells enough.',
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
			message: `${place} does not tell which cluster it leads to, and IAM has to know.`,
			advice: 'Add CLUSTER_IDENTIFIER to [CLUSTER], or WORKGROUP for Redshift Serverless; and REGION.',
		});
	}
	return undefined;
}

function readEndpointRegion(host: string, values: ConfigValues): string | undefined {
	const told = redshiftEndpoint(host)?.region;
	const region = take(values, 'REGION', readRegion);
	if (region !== undefined && told !== undefined && region.value !== told) {
		values.report({
			message: `${region.name} is ${region.value}, but HOST is in ${told}.`,
			advice: 'Take it away: HOST tells enough.',
		});
	}
	return region?.value ?? told;
}

/** A value of the file with what to call it. */
function take(
	values: ConfigValues,
	key: 'DB_USER' | 'CLUSTER_IDENTIFIER' | 'WORKGROUP' | 'REGION',
	read: (name: string, text: string, folder: string) => string | Problem,
): Named | undefined {
	return values.understand<Named>(values.findInFile('CLUSTER', key), (name, text, folder) => {
		const value = read(name, text, folder);
		return typeof value === 'string' ? {name, value} : value;
	});
}

/** Reads the name of a cluster or workgroup, which is in lower case. */
export function readIdentifier(name: string, text: string): string | Problem {
	if (/^[a-z\d](?:-?[a-z\d]){0,62}$/i.test(text)) return text.toLowerCase();
	return {
		message: `${name}: "${text}" is no name of a cluster or workgroup.`,
		advice: 'It has letters, digits and hyphens, and is what its endpoint begins with.',
	};
}
