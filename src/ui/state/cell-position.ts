/** The selected cell of the result, and the first row and column in view; all from 0. */
export type CellPosition = {
	readonly row: number;
	readonly column: number;
	readonly top: number;
	readonly firstColumn: number;
};

export const firstCell: CellPosition = {row: 0, column: 0, top: 0, firstColumn: 0};
