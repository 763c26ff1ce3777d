import {inProfile} from '../config/in-profile.js';
import type {EngineName} from '../config/settings.js';
import {checkConfiguration} from './check-configuration.js';
import {checkData} from './check-data.js';
import {checkJsonPaths} from './check-jsonpaths.js';
import {checkLogin, checkVersion} from './check-login.js';
import {checkDns, checkTcp} from './check-network.js';
import {checkNode} from './check-node.js';
import {checkPrivileges} from './check-privileges.js';
import {checkRole} from './check-role.js';
import {checkSpace} from './check-space.js';
import {checkTerminal} from './check-terminal.js';
import {checkTls} from './check-tls.js';
import {checkViews} from './check-views.js';
import type {Check, DoctorContext} from './doctor-context.js';
import {type DoctorCheckId, type Finding, failedBy, none, type Report} from './finding.js';
import {labels} from './finding-lines.js';

const servers: readonly EngineName[] = ['postgres', 'redshift'];
const redshift: readonly EngineName[] = ['redshift'];

/** All checks, in order. */
const checks: readonly Check[] = [
	{id: 'node', dependsOn: [], run: checkNode},
	{id: 'terminal', dependsOn: [], run: async ({terminal}) => checkTerminal(terminal)},
	{id: 'configuration', dependsOn: [], run: checkConfiguration},
	{id: 'dns', dependsOn: ['configuration'], engines: servers, run: checkDns},
	{id: 'tcp', dependsOn: ['configuration', 'dns'], engines: servers, run: checkTcp},
	{id: 'tls', dependsOn: ['configuration', 'tcp'], engines: servers, run: checkTls},
	{id: 'login', dependsOn: ['configuration', 'tcp', 'tls'], run: checkLogin},
	{id: 'version', dependsOn: ['login'], run: checkVersion},
	{id: 'privileges', dependsOn: ['login'], run: checkPrivileges},
	{id: 'role', dependsOn: ['configuration'], engines: redshift, run: checkRole},
	{id: 'events', dependsOn: ['configuration'], run: async context => checkData('events', context)},
	{id: 'songs', dependsOn: ['configuration'], run: async context => checkData('songs', context)},
	{id: 'jsonpaths', dependsOn: ['configuration'], engines: redshift, run: checkJsonPaths},
	{id: 'views', dependsOn: ['login'], engines: redshift, run: checkViews},
	{id: 'space', dependsOn: ['login'], run: checkSpace},
];

/**
Runs the checks in order.
@param onBegin Called before each check.
@throws CancelledError
*/
export async function* runChecks(
	context: DoctorContext,
	onBegin: (id: DoctorCheckId) => void,
): AsyncGenerator<Report> {
	/** Failed or skipped checks, with the name of the check that caused it. */
	const blocked = new Map<DoctorCheckId, string>();
	const {engine} = context.reading.settings;
	for (const {id, dependsOn, engines, run} of checks) {
		if (engines?.includes(engine) === false) continue;
		const blocker = dependsOn.find(other => blocked.has(other));
		if (blocker !== undefined) {
			const cause = blocked.get(blocker)!;
			blocked.set(id, cause);
			yield {id, finding: none(`not reached: see ${cause}`), ms: 0};
			continue;
		}
		onBegin(id);
		const started = performance.now();
		const finding = await findingOf(async () => run(context));
		if (finding.status === 'failed') blocked.set(id, labels[id]);
		const advice = finding.advice.map(text => inProfile(text, context.reading.settings.profile));
		yield {id, finding: {...finding, advice}, ms: performance.now() - started};
	}
}

/** Runs a check and converts its errors to a finding. @throws CancelledError */
async function findingOf(work: () => Promise<Finding>): Promise<Finding> {
	try {
		return await work();
	} catch (error) {
		return failedBy(error);
	}
}
