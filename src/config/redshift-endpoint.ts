/** What the host of an endpoint tells of Redshift. */
export type RedshiftEndpoint = {
	readonly kind: 'cluster' | 'workgroup';
	/** Identifier of the cluster, or name of the workgroup. */
	readonly name: string;
	readonly region: string;
};

/**
Takes `IDENTIFIER.HASH.REGION.redshift.amazonaws.com` and `WORKGROUP.ACCOUNT.REGION.redshift-serverless.amazonaws.com`
apart. Undefined for any other host: a tunnel, a name of one's own.
*/
export function redshiftEndpoint(host: string): RedshiftEndpoint | undefined {
	const [, name, region, serverless] =
		/^([^.]+)\.[^.]+\.([^.]+)\.redshift(-serverless)?\.amazonaws\.com(?:\.cn)?\.?$/.exec(
			host.toLowerCase(),
		) ?? [];
	if (name === undefined || region === undefined) return undefined;
	return {kind: serverless === undefined ? 'cluster' : 'workgroup', name, region};
}
