import type {TestTerminal} from './terminal.js';

type Direction = 'up' | 'down' | 'left' | 'right';

/** Where the corners and joints of frames must go on. Lines alone may end anywhere: rules and bars do. */
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

/** What may stand beyond a joint. */
const vertical = new Set('│┌┐└┘├┤┬┴┼');
const horizontal = new Set('─┌┐└┘├┤┬┴┼');
const tops = new Set('┌┬┐');
const middles = new Set('│├┤┼');
const bottoms = new Set('└┴┘');

/**
What is wrong with the frames on the screen, if anything: a row that is wider than the screen, a header anywhere but in
the first row, a corner or a joint that does not go on where it should, a table that has a line out of its column.
*/
export function frameProblem(terminal: TestTerminal): string | undefined {
	return rowProblem(terminal) ?? jointProblem(terminal) ?? columnProblem(terminal);
}

/** The same for a screen on which something stands before the frames. */
export function rowProblem(terminal: TestTerminal): string | undefined {
	if (terminal.hasWrapped) return 'A row was wider than the screen';
	const headers = terminal.lines.flatMap((line, row) => (line.startsWith(' sparkify-tui ') ? [row] : []));
	return headers.join() === '0' ? undefined : `The header stands in the rows ${headers.join() || 'none'}`;
}

function jointProblem({cells}: TestTerminal): string | undefined {
	for (const [row, line] of cells.entries()) {
		for (const [column, character] of line.entries()) {
			for (const direction of joints[character] ?? []) {
				const [columns, rows] = steps[direction];
				const beyond = cells[row + rows]?.[column + columns] ?? '';
				const wanted = rows === 0 ? horizontal : vertical;
				if (!wanted.has(beyond))
					return `The ${character} at ${column}, ${row} does not go on ${direction}: "${beyond}"`;
			}
		}
	}
	return undefined;
}

/** Below a top rule with joints, every row down to the bottom rule must have its lines in the columns of the joints. */
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
