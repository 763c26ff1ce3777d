import {statfs} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';
import {StatementError} from '../errors.js';
import {bytes} from '../format/figures.js';
import {statement} from '../sql/statements.js';
import {type DoctorContext, smallResult} from './doctor-context.js';
import {type Finding, failed, none, ok} from './finding.js';

/** Too little for more than small test data. */
const minFreeBytes = 500_000_000;
const megabyte = 1_048_576;

/** Checks the free space at the destination, if it is known. */
export async function checkSpace(context: DoctorContext): Promise<Finding> {
	const {settings} = context.reading;
	switch (settings.engine) {
		case 'duckdb': {
			const {bavail, bsize} = await statfs(dirname(resolve(settings.database)));
			return judgeFree(bavail * bsize, `on the disk of ${settings.database}`);
		}
		case 'postgres': {
			const [[size] = []] = await smallResult(context, statement('doctor/postgres-size'));
			return ok(`the database uses ${bytes(Number(size))}; PostgreSQL does not report free space`);
		}
		case 'redshift':
			return spaceOfCluster(context);
	}
}

async function spaceOfCluster(context: DoctorContext): Promise<Finding> {
	const [capacity, used] = (await firstRow(context, 'doctor/redshift-partitions')) ?? [];
	if (capacity !== undefined && capacity > 0) {
		return judgeFree((capacity - (used ?? 0)) * megabyte, `of ${bytes(capacity * megabyte)} in the cluster`);
	}
	const tables = await firstRow(context, 'doctor/redshift-tables');
	return tables === undefined
		? none('no view this user may read shows it')
		: ok(`the tables use ${bytes((tables[0] ?? 0) * megabyte)}; this user may not see the free space`);
}

/** Reads the first row of a view; undefined if the user may not read it. */
async function firstRow(context: DoctorContext, name: string): Promise<readonly number[] | undefined> {
	try {
		const [row] = await smallResult(context, statement(name));
		return row?.map(Number);
	} catch (error) {
		if (error instanceof StatementError) return undefined;
		throw error;
	}
}

/** @param free Bytes. */
export function judgeFree(free: number, where: string): Finding {
	const found = `${bytes(free)} free ${where}`;
	return free < minFreeBytes
		? failed(found, ['Free up space: a load fails if the disk is full.'])
		: ok(found);
}
