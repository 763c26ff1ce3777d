import type {TestTerminal} from './terminal.js';

type Direction = 'up' | 'down' | 'left' | 'right';

/** Directions in which corners and joints must continue. Plain lines may end anywhere, as rules and bars do. */
const joints: Readonly<Record<string, readonly Direction[]>> = {
	'┌': ['down', 'right'],
	'┐': ['down', 'left'],
	'└': ['up', 'right'],
	'┘': ['up', 'left'],
	'├': ['up', 'down', 'right'],
	'┤': ['up', 'down', 'left'],
	'┬': ['down', 'left', 'right'],
	'┴': ['up', 'left', 'right'],
	'┼': ['up', 'down', 'left', 'right'],
};

const steps: Readonly<Record<Direction, readonly [columns: number, rows: number]>> = {
	up: [0, -1],
	down: [0, 1],
	left: [-1, 0],
	right: [1, 0],
};

/** Characters that may follow a joint. */
const vertical = new Set('│┌┐└┘├┤┬┴┼');
const horizontal = new Set('─┌┐└┘├┤┬┴┼');
const tops = new Set('┌┬┐');
const middles = new Set('│├┤┼');
const bottoms = new Set('└┴┘');

/**
Returns a problem with the frames on the screen, if any: a row wider than the screen, a header outside the first row, a
corner or joint that does not continue, or a table line outside its column.
*/
export function frameProblem(terminal: TestTerminal): string | undefined {
	return rowProblem(terminal) ?? jointProblem(terminal) ?? columnProblem(terminal);
}

/** Checks only rows and header, for a screen with popups in front of frames. */
export function rowProblem(terminal: TestTerminal): string | undefined {
	if (terminal.hasWrapped) return 'A row was wider than the screen';
	const headers = terminal.lines.flatMap((line, row) => (line.startsWith(' sparkify-tui ') ? [row] : []));
	return headers.join() === '0' ? undefined : `The header is in rows ${headers.join() || 'none'}`;
}

function jointProblem({cells}: TestTerminal): string | undefined {
	for (const [row, line] of cells.entries()) {
		for (const [column, character] of line.entries()) {
			for (const direction of joints[character] ?? []) {
				const [columns, rows] = steps[direction];
				const beyond = cells[row + rows]?.[column + columns] ?? '';
				const wanted = rows === 0 ? horizontal : vertical;
				if (!wanted.has(beyond))
					return `The ${character} at ${column}, ${row} does not continue ${direction}: "${beyond}"`;
			}
		}
	}
	return undefined;
}

/** In all rows between a top and a bottom rule, vertical lines must be in the columns of the joints. */
function columnProblem({cells}: TestTerminal): string | undefined {
	for (const [top, line] of cells.entries()) {
		const columns = line.flatMap((character, column) => (tops.has(character) ? [column] : []));
		if (columns.length === 0) continue;
		const below = cells.slice(top + 1);
		const height = below.findIndex(row => bottoms.has(row[columns[0]!] ?? ''));
		if (height === -1) return `The frame at row ${top} has no end`;
		for (const [i, row] of below.slice(0, height).entries()) {
			const gap = columns.find(column => !middles.has(row[column] ?? ''));
			if (gap !== undefined) return `No line at ${gap}, ${top + 1 + i}: "${row[gap]}"`;
		}
	}
	return undefined;
}
