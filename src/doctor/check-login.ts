import {randomBytes} from 'node:crypto';
import {rm} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';
import type {Settings} from '../config/settings.js';
import {pathKind} from '../config/simple-values.js';
import {statement} from '../sql/statements.js';
import {DuckDbMissingError} from '../warehouse/duckdb/api.js';
import {openWarehouse} from '../warehouse/open-warehouse.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import {connectionFailure} from './check-network.js';
import type {DoctorContext} from './doctor-context.js';
import {type Finding, failed, failedBy, none, ok} from './finding.js';

/** Longer than the timeouts of a login itself, IAM included. */
const limitMs = 45_000;
const minPostgres = 13;

/** Logs in like a load. Leaves the connection open for later checks. */
export async function checkLogin(context: DoctorContext): Promise<Finding> {
	const settings = await context.complete(context.reading.settings);
	context.completed = settings;
	return settings.engine === 'duckdb'
		? openDatabase(settings.database, settings, context)
		: logIn(settings, context);
}

async function logIn(settings: Settings, context: DoctorContext): Promise<Finding> {
	const warehouse = await openWarehouse(settings);
	try {
		await connect(warehouse, context);
	} catch (error) {
		throw connectionFailure(error, context);
	}
	return ok(`${userOf(settings)} can log in to ${warehouse.name}`);
}

/**
Opens the database file. If it does not exist, tries a temporary file in the same folder instead, because DuckDB would
create the file.
*/
async function openDatabase(file: string, settings: Settings, context: DoctorContext): Promise<Finding> {
	if (pathKind(file) === 'file') {
		const warehouse = await openWarehouse(settings);
		await connect(warehouse, context);
		const [[isReadOnly] = []] = await warehouse.observe(statement('doctor/duckdb-read-only'));
		return isReadOnly === true
			? failed(`${file} opens, but it is write-protected`, [
					'Queries work, loads do not. Make the file writable, or choose another file with --database.',
				])
			: ok(`${file} opens and is writable`);
	}
	const folder = dirname(resolve(file));
	if (pathKind(folder) !== 'folder') {
		return failed(`the folder ${folder} for ${file} does not exist`, [
			'Create the folder, or choose another file with --database.',
		]);
	}
	const scratch = `${resolve(file)}.doctor-${randomBytes(4).toString('hex')}`;
	try {
		await connect(await openWarehouse({engine: 'duckdb', database: scratch}), context);
	} catch (error) {
		if (error instanceof DuckDbMissingError) throw error;
		return failedBy(error, `${file} does not exist yet, and its folder does not accept a database file.`);
	} finally {
		context.cleanUp = async () => {
			await rm(scratch, {force: true});
			await rm(`${scratch}.wal`, {force: true});
		};
	}
	return ok(`${file} does not exist yet; its folder is writable`);
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

/** Checks the server version that the login reported. */
export async function checkVersion({product = ''}: DoctorContext): Promise<Finding> {
	const postgres = /^PostgreSQL (\d+)/.exec(product)?.[1];
	if (postgres !== undefined && Number(postgres) < minPostgres) {
		return failed(product, [`Upgrade to PostgreSQL ${minPostgres} or newer.`]);
	}
	return product === '' ? none('unknown') : ok(product);
}

function userOf(settings: Settings): string {
	if (settings.engine === 'duckdb') return '';
	const {user, iam} = settings.connection;
	return iam === undefined ? user : `${user === '' ? 'the AWS identity' : user} by IAM`;
}
