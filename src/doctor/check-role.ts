import type {Settings} from '../config/settings.js';
import type {DoctorContext} from './doctor-context.js';
import {type Finding, none, ok} from './finding.js';

/** Reports the role of COPY. The configuration has already validated its format. */
export async function checkRole({reading: {settings}}: DoctorContext): Promise<Finding> {
	return describeRole(settings);
}

export function describeRole(settings: Settings): Finding {
	if (settings.engine !== 'redshift') return none('only Redshift reads with a role');
	const {iamRole} = settings.copy;
	const advice = 'Only a COPY shows whether the cluster may assume it. Run doctor --live to try tiny ones.';
	if (iamRole === 'default') return ok("default: the cluster's default role", advice);
	const arns = iamRole.split(/,(?=arn:)/);
	const names = arns.map(arn => arn.slice(arn.indexOf(':role/') + ':role/'.length));
	const account = arns[0]?.split(':')[4] ?? '';
	const chain = names.length > 1 ? ` (a chain of ${names.length})` : '';
	return ok(`${names.join(', then ')} in account ${account}${chain}, well-formed`, advice);
}
