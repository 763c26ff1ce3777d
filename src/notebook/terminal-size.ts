/** A terminal's size in cells as Node tells it; undefined where there is no terminal. */
type Told = {readonly columns?: number; readonly rows?: number};

/**
The size to lay out for, in cells. A terminal that nobody told its size (a serial line, a container's, a recorder's)
says that it has none: it is then taken for 80 x 24, as usual.
*/
export function terminalSize({columns, rows}: Told): {readonly columns: number; readonly rows: number} {
	return {columns: columns || 80, rows: rows || 24};
}
