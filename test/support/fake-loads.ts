import {loadColumns, loadsQuery} from '../../src/load/load-records.js';
import type {Column, QueryResult, Row, TableInfo, Value} from '../../src/warehouse/warehouse.js';

/** A simulated `staging_loads` and row counts: handles their statements like a real warehouse. */
export class FakeLoads {
	/** Rows of `staging_loads` by table. */
	rows = new Map<string, Row>();
	#clock = 0;

	/** Runs a statement on `staging_loads`. Returns false for any other statement. */
	run(sql: string): boolean {
		const text = sql.replaceAll(/--[^\n]*/g, '').trim();
		const [, table] = /^DELETE FROM staging_loads WHERE table_name = '(\w+)'/.exec(text) ?? [];
		if (table !== undefined) {
			this.rows.delete(table);
			return true;
		}
		if (/^(DROP TABLE IF EXISTS|CREATE TABLE) staging_loads\b/.test(text)) this.rows.clear();
		if (!text.startsWith('INSERT INTO staging_loads')) return false;
		const values = [...text.matchAll(/'((?:[^']|'')*)'|\bNULL\b|\b\d+\b/g)].map(
			([token, quoted]): Value =>
				quoted !== undefined ? quoted.replaceAll("''", "'") : token === 'NULL' ? null : Number(token),
		);
		const second = String(this.#clock++ % 60).padStart(2, '0');
		const minute = String(Math.floor(this.#clock / 60)).padStart(2, '0');
		const row = [...values.slice(0, loadColumns.length - 1), `2018-11-30 12:${minute}:${second}.000`];
		this.rows.set(String(row[0]), row);
		return true;
	}

	/** Returns the result of a query on `staging_loads` or of a table count; undefined for any other query. */
	rowsFor(sql: string, tables: ReadonlyMap<string, number>): readonly Row[] | undefined {
		if (sql === loadsQuery({schema: undefined})) return [...this.rows.values()];
		const counted = [...sql.matchAll(/SELECT (\d+) AS place, count\(\*\) AS found FROM "(\w+)"/g)];
		if (counted.length === 0) return undefined;
		return counted.map(([, place, table]) => [Number(place), tables.get(table!) ?? 0]);
	}

	catalog(tables: ReadonlyMap<string, number>): readonly TableInfo[] {
		return [...tables]
			.map(([name, rows]) => ({name, rows, columns: name === 'staging_loads' ? columns : []}))
			.sort((a, b) => (a.name < b.name ? -1 : 1));
	}
}

export function queryResult(rows: readonly Row[]): QueryResult {
	const width = rows[0]?.length ?? 0;
	const column = (name: string): Column => ({name, type: 'other', engineType: 'VARCHAR'});
	return {
		columns: Array.from({length: width}, (_, i) => column(`c${i}`)),
		command: null,
		rows: (async function* () {
			yield rows;
		})(),
	};
}

const columns = loadColumns.map(name => ({name, type: 'VARCHAR'}));
