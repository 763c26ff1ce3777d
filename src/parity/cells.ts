import type {Value} from '../warehouse/warehouse.js';
import type {CellType} from './parity-tables.js';

/** How the SQL of `sql/parity` writes NULL. */
const nullCell = 'N';
/** What stands behind the point of a double is written in parts of so many bits. */
const partBits = 62;

/** The value that a cell's text stands for, exactly. */
export function readCell(text: string, type: CellType): Value {
	if (text === nullCell) return null;
	switch (type) {
		case 'text':
			return text.slice(text.indexOf(':') + 1);
		case 'whole-number': {
			const number = Number(text);
			return Number.isSafeInteger(number) ? number : BigInt(text);
		}
		case 'double':
			return readDouble(text);
		case 'timestamp':
			// Microseconds only where there are any.
			return text.replace(/(\.\d{3})000$/, '$1');
	}
}

/** `scale/whole/part/part`: no sum and no product here has more bits than a double holds, so that nothing is rounded. */
function readDouble(text: string): number {
	const [scale = 0, whole = 0, first = 0, second = 0] = text.split('/').map(Number);
	return (whole + first * 2 ** -partBits + second * 2 ** (-2 * partBits)) * 2 ** -scale;
}
