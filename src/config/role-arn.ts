import type {Problem} from './problems.js';

const form = 'arn:aws:iam::123456789012:role/NAME';

/**
Checks the form of the ARN of an IAM role, of a chain of them with commas between, or of the word `default`.
@param name What the text is, e.g. `dwh.cfg:9: ARN`.
@returns the role, or what is wrong with it
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
			message: `${name} takes the ARN of a role, and "${arn}" is ${/^[\w+=,.@-]+$/.test(arn) ? 'a name alone' : 'none'}.`,
			advice: `The console shows it with the role; it looks like ${form}. The cluster's default role is the word default.`,
		};
	}
	if (resource.startsWith('policy/')) {
		return {
			message: `${name} is the ARN of a policy, not of a role.`,
			advice: `Write the ARN of the role that has this policy; it looks like ${form}.`,
		};
	}
	const advice = `It looks like ${form}.`;
	const message = (what: string) => ({message: `${name}: "${arn}" is no role: ${what}.`, advice});
	if (!/^aws(?:-cn|-us-gov)?$/.test(partition)) {
		return message(`after "arn:" comes aws, aws-cn or aws-us-gov, not "${partition}"`);
	}
	if (service !== 'iam') return message(`a role is of the service iam, not "${service}"`);
	if (region !== '') return message(`two colons come after "iam", with no "${region}" between them`);
	if (!/^\d{12}$/.test(account)) return message(`the account is a number of 12 digits, not "${account}"`);
	if (!resource.startsWith('role/')) {
		return message(`behind the account comes role/ and its name, not "${resource}"`);
	}
	return message('its name is missing or has a character that no name has');
}
