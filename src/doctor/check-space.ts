import {statfs} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';
import {StatementError} from '../errors.js';
import {bytes} from '../format/figures.js';
import {statement} from '../sql/statements.js';
import {type DoctorContext, smallResult} from './doctor-context.js';
import {type Finding, failed, none, ok} from './finding.js';

/** Less than this is too little for anything but toys. */
const minFreeBytes = 500_000_000;
const megabyte = 1_048_576;

/** How much room there is where the data goes, as far as that can be told. */
export async function checkSpace(context: DoctorContext): Promise<Finding> {
	const {settings} = context.reading;
	switch (settings.engine) {
		case 'duckdb': {
			const {bavail, bsize} = await statfs(dirname(resolve(settings.database)));
			return judgeFree(bavail * bsize, `on the disk of ${settings.database}`);
		}
		case 'postgres': {
			const [[size] = []] = await smallResult(context, statement('doctor/postgres-size'));
			return ok(`the database takes ${bytes(Number(size))}; how much is free, PostgreSQL does not tell`);
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
		? none('no view that this user may see tells it')
		: ok(`the tables take ${bytes((tables[0] ?? 0) * megabyte)}; how much is free, this user may not see`);
}

/** The figures of a view; undefined where it does not answer. */
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
	return free < minFreeBytes ? failed(found, ['Make room first: a load that fills it fails.']) : ok(found);
}
