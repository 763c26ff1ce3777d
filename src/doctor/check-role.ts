import type {Settings} from '../config/settings.js';
import type {DoctorContext} from './doctor-context.js';
import {type Finding, none, ok} from './finding.js';

/** What role COPY will name. Its form was checked with the configuration. */
export async function checkRole({reading: {settings}}: DoctorContext): Promise<Finding> {
	return describeRole(settings);
}

export function describeRole(settings: Settings): Finding {
	if (settings.engine !== 'redshift') return none('only Redshift reads with a role');
	const {iamRole} = settings.copy;
	const advice = 'Whether the cluster may assume it only a COPY tells: doctor --live runs some tiny ones.';
	if (iamRole === 'default') return ok("default: the role that is the cluster's default", advice);
	const arns = iamRole.split(/,(?=arn:)/);
	const names = arns.map(arn => arn.slice(arn.indexOf(':role/') + ':role/'.length));
	const account = arns[0]?.split(':')[4] ?? '';
	const chain = names.length > 1 ? ` (a chain of ${names.length})` : '';
	return ok(`${names.join(', then ')} of the account ${account}${chain}, in the right form`, advice);
}
