import type {Problem} from './problems.js';
import type {Reader} from './simple-values.js';

const exampleArn = 'arn:aws:iam::123456789012:role/NAME';

/**
Validates the ARN of an IAM role, a comma-separated chain of ARNs, or the word `default`.
@param name Label of the value in messages, e.g. `dwh.cfg:9: ARN`.
@returns the role, or the problem with it
*/
export function readRoleArn(name: string, text: string): string | Problem {
	if (text.toLowerCase() === 'default') return 'default';
	for (const arn of text.split(/,(?=arn:)/)) {
		const problem = checkArn(name, arn);
		if (problem !== undefined) return problem;
	}
	return text;
}

function checkArn(name: string, arn: string): Problem | undefined {
	if (/^arn:aws(?:-cn|-us-gov)?:iam::\d{12}:role\/[\w+=,.@/-]*[\w+=,.@-]$/.test(arn)) return undefined;
	const [scheme, partition = '', service = '', region = '', account = '', ...rest] = arn.split(':');
	const resource = rest.join(':');
	if (scheme !== 'arn') {
		return {
			message: `${name} must be a role ARN, not ${/^[\w+=,.@-]+$/.test(arn) ? `just a name ("${arn}")` : `"${arn}"`}.`,
			advice: `Copy it from the role in the console; it looks like ${exampleArn}. For the cluster's default role, write default.`,
		};
	}
	if (resource.startsWith('policy/')) {
		return {
			message: `${name} is the ARN of a policy, not of a role.`,
			advice: `Write the ARN of the role that has this policy; it looks like ${exampleArn}.`,
		};
	}
	const advice = `It looks like ${exampleArn}.`;
	const message = (what: string) => ({message: `${name}: "${arn}" is not a role ARN: ${what}.`, advice});
	if (!/^aws(?:-cn|-us-gov)?$/.test(partition)) {
		return message(`"arn:" must be followed by aws, aws-cn or aws-us-gov, not "${partition}"`);
	}
	if (service !== 'iam') return message(`the service must be iam, not "${service}"`);
	if (region !== '') return message(`"iam" must be followed by two colons, without "${region}" between them`);
	if (!/^\d{12}$/.test(account)) return message(`the account must have 12 digits, not "${account}"`);
	if (!resource.startsWith('role/')) {
		return message(`the account must be followed by role/ and a name, not "${resource}"`);
	}
	return message('its name is missing or contains an invalid character');
}

/** The parts of `s3://bucket/prefix`. The prefix is unchanged: it may be empty and may end in `/`. */
export type S3Address = {readonly bucket: string; readonly prefix: string};

export function isS3Address(text: string): boolean {
	return /^s3:\/\//i.test(text);
}

/** Parses an address and checks its syntax, but not whether the bucket exists. */
export function parseS3Address(text: string): S3Address | Problem {
	const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(text) ?? [];
	if (!isS3Address(text) || bucket === '') {
		return {message: `"${text}" is not an S3 address.`, advice: 'Write s3://BUCKET/PREFIX.'};
	}
	// Rules for new buckets are stricter (lower case, 63 characters), but old buckets in us-east-1 still exist.
	if (/^[a-z0-9][a-z0-9._-]{1,253}[a-z0-9]$/i.test(bucket)) return {bucket, prefix};
	return {
		message: `"${text}" names the bucket "${bucket}", which is not a valid name.`,
		advice:
			'A bucket name has 3 or more letters, digits, dots and hyphens, and starts and ends with a letter or digit.',
	};
}

export function printS3Address({bucket, prefix}: S3Address): string {
	return `s3://${bucket}/${prefix}`;
}

/** Reads an `s3://` address. */
export function readS3Address(name: string, text: string): `s3://${string}` | Problem {
	const address = parseS3Address(text);
	if ('message' in address) return {...address, message: `${name}: ${address.message}`};
	return `s3://${address.bucket}/${address.prefix}`;
}

/** Reads an AWS region code. */
export const readRegion: Reader<string> = (name, text) => {
	if (/^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(text)) return text;
	return {message: `${name} must be a region code such as us-west-2, not "${text}".`};
};

/** Reads the name of a cluster or workgroup, which AWS keeps in lower case. */
export function readIdentifier(name: string, text: string): string | Problem {
	if (/^[a-z\d](?:-?[a-z\d]){0,62}$/i.test(text)) return text.toLowerCase();
	return {
		message: `${name}: "${text}" is not the name of a cluster or workgroup.`,
		advice: 'It has letters, digits and hyphens, and is the first part of the endpoint.',
	};
}

/**
Silences the AWS SDK's warning on Node 20, printed by every client to standard error, that Node 22 will be required.
Call this before creating a client.
*/
export function quietAwsSdk(): void {
	process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}
