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

const node: Check = {id: 'node', dependsOn: [], run: checkNode};
const terminal: Check = {
	id: 'terminal',
	dependsOn: [],
	run: async context => checkTerminal(context.terminal),
};
const configuration: Check = {id: 'configuration', dependsOn: [], run: checkConfiguration};
const dns: Check = {id: 'dns', dependsOn: ['configuration'], run: checkDns};
const tcp: Check = {id: 'tcp', dependsOn: ['configuration', 'dns'], run: checkTcp};
const tls: Check = {id: 'tls', dependsOn: ['configuration', 'tcp'], run: checkTls};
const login: Check = {id: 'login', dependsOn: ['configuration', 'tcp', 'tls'], run: checkLogin};
const version: Check = {id: 'version', dependsOn: ['login'], run: checkVersion};
const privileges: Check = {id: 'privileges', dependsOn: ['login'], run: checkPrivileges};
const role: Check = {id: 'role', dependsOn: ['configuration'], run: checkRole};
const events: Check = {
	id: 'events',
	dependsOn: ['configuration'],
	run: async context => checkData('events', context),
};
const songs: Check = {
	id: 'songs',
	dependsOn: ['configuration'],
	run: async context => checkData('songs', context),
};
const jsonpaths: Check = {id: 'jsonpaths', dependsOn: ['configuration'], run: checkJsonPaths};
const views: Check = {id: 'views', dependsOn: ['login'], run: checkViews};
const space: Check = {id: 'space', dependsOn: ['login'], run: checkSpace};

const network = [dns, tcp, tls];
const database = [login, version, privileges];

/** The checks of each engine, in order. */
const engineChecks: Readonly<Record<EngineName, readonly Check[]>> = {
	duckdb: [node, terminal, configuration, ...database, events, songs, space],
	postgres: [node, terminal, configuration, ...network, ...database, events, songs, space],
	redshift: [
		node,
		terminal,
		configuration,
		...network,
		...database,
		role,
		events,
		songs,
		jsonpaths,
		views,
		space,
	],
};

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
	for (const {id, dependsOn, run} of engineChecks[context.reading.settings.engine]) {
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
		yield {id, finding, ms: performance.now() - started};
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
