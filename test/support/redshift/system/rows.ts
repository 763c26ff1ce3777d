import {nameList} from '../name-list.js';

export type Value = string | number | boolean | null;

/** Rows for one of the tables behind the system views. */
export type Rows = {
	readonly table: string;
	readonly columns: readonly string[];
	readonly rows: ReadonlyArray<readonly Value[]>;
};

/** The double's user. The views treat it as a regular user: the superuser's id is 1. */
export const userId = 100;

/** @param columns Column names separated by blanks, in the order of the values. */
export function rowsFor(table: string, columns: string, rows: ReadonlyArray<readonly Value[]>): Rows {
	return {table, columns: nameList(columns), rows};
}

/** Formats a time as system views do, in UTC. */
export function utc(date: Date | undefined): string | null {
	return date === undefined ? null : date.toISOString().replace('T', ' ').replace('Z', '');
}

/** The time between two dates, or until now, in microseconds. */
export function microseconds(start: Date, end = new Date()): number {
	return (end.getTime() - start.getTime()) * 1000;
}
