/** The parts of a Redshift endpoint's host. */
export type RedshiftEndpoint = {
	readonly kind: 'cluster' | 'workgroup';
	/** Cluster identifier or workgroup name. */
	readonly name: string;
	readonly region: string;
};

/**
Parses `IDENTIFIER.HASH.REGION.redshift.amazonaws.com` and
`WORKGROUP.ACCOUNT.REGION.redshift-serverless.amazonaws.com`. Undefined for any other host, such as a tunnel or a custom
domain.
*/
export function redshiftEndpoint(host: string): RedshiftEndpoint | undefined {
	const [, name, region, serverless] =
		/^([^.]+)\.[^.]+\.([^.]+)\.redshift(-serverless)?\.amazonaws\.com(?:\.cn)?\.?$/.exec(
			host.toLowerCase(),
		) ?? [];
	if (name === undefined || region === undefined) return undefined;
	return {kind: serverless === undefined ? 'cluster' : 'workgroup', name, region};
}
