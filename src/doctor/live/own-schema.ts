import {randomBytes} from 'node:crypto';
import type {ConnectionSettings} from '../../config/connection.js';
import {PgSession} from '../../warehouse/pg-session.js';

/** The statements around a schema that nobody else has. */
export type OwnSchema = {
	readonly name: string;
	readonly create: string;
	/** Makes it the one in which tables are made and found. */
	readonly enter: string;
	readonly drop: string;
};

/** A name that no schema has. It consists of small letters, digits and underscores, and needs no quotes. */
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

/** Drops the schema over a connection of its own: that which used it may be lost. @throws ConnectionError, StatementError */
export async function dropSchema({drop}: OwnSchema, connection: ConnectionSettings): Promise<void> {
	const session = await PgSession.open(connection);
	try {
		await session.run(drop);
	} finally {
		await session.close();
	}
}
