/** The size that Node reports; undefined without a terminal. */
type ReportedSize = {readonly columns?: number; readonly rows?: number};

/**
The terminal size in cells. Falls back to 80 x 24 for a terminal that reports no size, as serial lines, containers and
recorders do.
*/
export function terminalSize({columns, rows}: ReportedSize): {
	readonly columns: number;
	readonly rows: number;
} {
	return {columns: columns || 80, rows: rows || 24};
}
