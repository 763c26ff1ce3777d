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
import type {Check, Examination} from './examination.js';
import {type CheckId, type Finding, failedBy, none, type Report} from './finding.js';
import {labels} from './finding-lines.js';

const node: Check = {id: 'node', needs: [], examine: checkNode};
const terminal: Check = {id: 'terminal', needs: [], examine: async ({screen}) => checkTerminal(screen)};
const configuration: Check = {id: 'configuration', needs: [], examine: checkConfiguration};
const dns: Check = {id: 'dns', needs: ['configuration'], examine: checkDns};
const tcp: Check = {id: 'tcp', needs: ['configuration', 'dns'], examine: checkTcp};
const tls: Check = {id: 'tls', needs: ['configuration', 'tcp'], examine: checkTls};
const login: Check = {id: 'login', needs: ['configuration', 'tcp', 'tls'], examine: checkLogin};
const version: Check = {id: 'version', needs: ['login'], examine: checkVersion};
const privileges: Check = {id: 'privileges', needs: ['login'], examine: checkPrivileges};
const role: Check = {id: 'role', needs: ['configuration'], examine: checkRole};
const events: Check = {
	id: 'events',
	needs: ['configuration'],
	examine: async examination => checkData('events', examination),
};
const songs: Check = {
	id: 'songs',
	needs: ['configuration'],
	examine: async examination => checkData('songs', examination),
};
const jsonpaths: Check = {id: 'jsonpaths', needs: ['configuration'], examine: checkJsonPaths};
const views: Check = {id: 'views', needs: ['login'], examine: checkViews};
const space: Check = {id: 'space', needs: ['login'], examine: checkSpace};

const network = [dns, tcp, tls];
const database = [login, version, privileges];

/** What is looked at for each engine, in order: each step stands on those before it. */
export const checks: Readonly<Record<EngineName, readonly Check[]>> = {
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
Looks at one thing after the other.
@param onBegin Told what is looked at next.
@throws CancelledError
*/
export async function* runChecks(
	examination: Examination,
	onBegin: (id: CheckId) => void,
): AsyncGenerator<Report> {
	/** What the checks that stand on them have to go without. */
	const missing = new Map<CheckId, string>();
	for (const {id, needs, examine} of checks[examination.reading.settings.engine]) {
		const blocker = needs.find(need => missing.has(need));
		if (blocker !== undefined) {
			const cause = missing.get(blocker)!;
			missing.set(id, cause);
			yield {id, finding: none(`not reached: see ${cause}`), ms: 0};
			continue;
		}
		onBegin(id);
		const started = performance.now();
		const finding = await findingOf(async () => examine(examination));
		if (finding.status === 'failed') missing.set(id, labels[id]);
		yield {id, finding, ms: performance.now() - started};
	}
}

/** What was found, errors included. @throws CancelledError; whatever is a defect of the program */
async function findingOf(work: () => Promise<Finding>): Promise<Finding> {
	try {
		return await work();
	} catch (error) {
		return failedBy(error);
	}
}
