import {randomBytes} from 'node:crypto';
import {constants} from 'node:fs';
import {access, rm} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';
import {pathKind} from '../config/path-kind.js';
import type {Settings} from '../config/settings.js';
import {openWarehouse} from '../warehouse/open-warehouse.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import {connectionFailure} from './check-network.js';
import type {DoctorContext} from './doctor-context.js';
import {type Finding, failed, failedBy, none, ok} from './finding.js';

/** A login, IAM included, gives up by itself before this. */
const limitMs = 45_000;
const oldestPostgres = 13;

/** Logs in as a load does. What it opens stays open for the checks that follow. */
export async function checkLogin(context: DoctorContext): Promise<Finding> {
	const settings = await context.complete(context.reading.settings);
	context.completed = settings;
	return settings.engine === 'duckdb'
		? openDatabase(settings.database, settings, context)
		: logIn(settings, context);
}

async function logIn(settings: Settings, context: DoctorContext): Promise<Finding> {
	const warehouse = openWarehouse(settings);
	try {
		await connect(warehouse, context);
	} catch (error) {
		throw connectionFailure(error, context);
	}
	return ok(`${warehouse.name} lets ${userOf(settings)} in`);
}

/**
DuckDB makes a file that is not there. Nobody asked for one, so that a scratch file beside it is tried instead, which is
gone in the end.
*/
async function openDatabase(file: string, settings: Settings, context: DoctorContext): Promise<Finding> {
	if (pathKind(file) === 'file') {
		await connect(openWarehouse(settings), context);
		await access(file, constants.W_OK);
		return ok(`${file} opens, and can be written`);
	}
	const folder = dirname(resolve(file));
	if (pathKind(folder) !== 'folder') {
		return failed(`there is no folder ${folder} for ${file}`, [
			'Create the folder, or choose another file with --database.',
		]);
	}
	const scratch = `${resolve(file)}.doctor-${randomBytes(4).toString('hex')}`;
	try {
		await connect(openWarehouse({engine: 'duckdb', database: scratch}), context);
	} catch (error) {
		return failedBy(error, `${file} is not there yet, and its folder takes no database file.`);
	} finally {
		context.cleanUp = async () => {
			await rm(scratch, {force: true});
			await rm(`${scratch}.wal`, {force: true});
		};
	}
	return ok(`${file} is not there yet; its folder can take it`);
}

async function connect(warehouse: Warehouse, context: DoctorContext): Promise<void> {
	try {
		context.product = await context.limits.within(limitMs, async signal => warehouse.connect({signal}));
		context.warehouse = warehouse;
	} catch (error) {
		await warehouse.close();
		throw error;
	}
}

/** The product and its version, which the login asked for. */
export async function checkVersion({product = ''}: DoctorContext): Promise<Finding> {
	const postgres = /^PostgreSQL (\d+)/.exec(product)?.[1];
	if (postgres !== undefined && Number(postgres) < oldestPostgres) {
		return failed(product, [`PostgreSQL ${oldestPostgres} or newer is needed.`]);
	}
	return product === '' ? none('unknown') : ok(product);
}

function userOf(settings: Settings): string {
	if (settings.engine === 'duckdb') return '';
	const {user, iam} = settings.connection;
	return iam === undefined ? user : `${user === '' ? 'the AWS identity' : user} by IAM`;
}
