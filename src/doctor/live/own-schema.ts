import {randomBytes} from 'node:crypto';
import type {ConnectionSettings} from '../../config/settings.js';
import {PgSession} from '../../warehouse/pg/session.js';

/** Statements for a schema used only by this run. */
export type OwnSchema = {
	readonly name: string;
	readonly create: string;
	/** Sets search_path to the schema. */
	readonly enter: string;
	readonly drop: string;
};

/** Generates a unique schema name that needs no quotes. */
export function newSchemaName(): string {
	return `sparkify_tui_doctor_${randomBytes(5).toString('hex')}`;
}

export function ownSchema(name: string): OwnSchema {
	return {
		name,
		create: `CREATE SCHEMA ${name}`,
		enter: `SET search_path TO ${name}`,
		drop: `DROP SCHEMA IF EXISTS ${name} CASCADE`,
	};
}

/** Drops the schema on a new connection, since the other one may be lost. @throws ConnectionError, StatementError */
export async function dropSchema({drop}: OwnSchema, connection: ConnectionSettings): Promise<void> {
	const session = await PgSession.open(connection);
	try {
		await session.run(drop);
	} finally {
		await session.close();
	}
}
