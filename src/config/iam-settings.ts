/** What issues temporary credentials: a provisioned cluster or a workgroup of Redshift Serverless. */
export type IamIssuer = {
	readonly kind: 'cluster' | 'workgroup';
	/** Its identifier, as AWS knows it. */
	readonly name: string;
};

/** How to get temporary credentials from AWS in place of a password. */
export type IamSettings = {
	readonly issuer: IamIssuer;
	/** Undefined where AWS itself is told it on this machine: by AWS_REGION or the profile. */
	readonly region: string | undefined;
};
