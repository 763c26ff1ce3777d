/** Issuer of temporary credentials: a provisioned cluster or a Redshift Serverless workgroup. */
export type IamIssuer = {
	readonly kind: 'cluster' | 'workgroup';
	/** Its AWS identifier. */
	readonly name: string;
};

/** How to get temporary AWS credentials instead of a password. */
export type IamSettings = {
	readonly issuer: IamIssuer;
	/** Undefined to use AWS_REGION or the region of the AWS profile. */
	readonly region: string | undefined;
};
