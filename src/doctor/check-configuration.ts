import type {Settings} from '../config/settings.js';
import {exitCode} from '../errors.js';
import {plural} from '../format/figures.js';
import {permissionWarnings} from './config-permissions.js';
import type {DoctorContext} from './doctor-context.js';
import {type Finding, failed, ok} from './finding.js';

/** Reports the configuration, or every mistake in it with its line. */
export async function checkConfiguration({reading, configFile}: DoctorContext): Promise<Finding> {
	const {settings, problems} = reading;
	const place = configFile ?? 'no dwh.cfg here';
	const warnings = configFile === undefined ? [] : permissionWarnings(configFile);
	if (problems.length === 0) {
		return ok(`${place}: ${settingsText(settings)}`, ...settings.notes, ...warnings);
	}
	const mistakes = plural(problems.length, 'mistake');
	return failed(
		`${configFile ?? 'the command line'}: ${mistakes}`,
		[
			...problems.map(({message, advice}) => (advice === undefined ? message : `${message} ${advice}`)),
			...warnings,
		],
		exitCode.usage,
	);
}

function settingsText(settings: Settings): string {
	if (settings.engine === 'duckdb') return `DuckDB in ${settings.database}`;
	const {host, port, database, user, passwordFrom, iam} = settings.connection;
	const password = passwordFrom === undefined ? 'no password' : `password from ${passwordFrom}`;
	const who = iam === undefined ? `user ${user}, ${password}` : `by IAM${user === '' ? '' : ` as ${user}`}`;
	const product = settings.engine === 'redshift' ? 'Redshift' : 'PostgreSQL';
	return `${product} at ${host}:${port}, database ${database}, ${who}`;
}
