import {ownedTables} from '../star/tables.js';

/** The row counts as text for standard output, one line per table, with right-aligned figures; empty without tables. */
export function countsTable(counts: Readonly<Record<string, number>>): string {
	const tables = ownedTables.filter(table => counts[table] !== undefined);
	if (tables.length === 0) return '';
	const rows = [['table', 'rows'], ...tables.map(table => [table, String(counts[table])])];
	const [names, figures] = [0, 1].map(column => Math.max(...rows.map(row => row[column]!.length)));
	return rows.map(([name, figure]) => `${name!.padEnd(names!)}  ${figure!.padStart(figures!)}\n`).join('');
}
