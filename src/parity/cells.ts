import type {Value} from '../warehouse/warehouse.js';
import type {CellType} from './parity-tables.js';

/** How the SQL of a comparison writes NULL. */
const nullCell = 'N';
/** The fraction of a double is written in parts of this many bits. */
const partBits = 62;

/** Decodes the text of a cell to its exact value. */
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
			// Show microseconds only if there are any.
			return text.replace(/(\.\d{3})000$/, '$1');
	}
}

/** Decodes `scale/integer/part/part`. No sum or product here exceeds the precision of a double, so nothing is rounded. */
function readDouble(text: string): number {
	const [scale = 0, integer = 0, first = 0, second = 0] = text.split('/').map(Number);
	return (integer + first * 2 ** -partBits + second * 2 ** (-2 * partBits)) * 2 ** -scale;
}
