import type {Problem} from './problems.js';

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
