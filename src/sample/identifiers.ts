import {hash, scramble} from './random.js';

export type IdentifierKind = 'TR' | 'SO' | 'AR';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
An identifier as the Million Song Dataset writes them: two letters for the kind, then 16 ASCII capitals and digits,
e.g. `SOZCTXZ12AB0182364`. No two numbers of one kind share one.
@param alphabet number of letters, from A, that the first three of the 16 characters may use, 1 to 26
*/
export function identifier(kind: IdentifierKind, seed: number, index: number, alphabet = 26): string {
	const salt = hash(seed, kind.charCodeAt(0));
	let spelled = hash(salt, index);
	let word = '';
	for (let place = 0; place < 5; place += 1) {
		const choice = place < 3 ? alphabet : letters.length;
		word += letters.charAt(spelled % choice);
		spelled = Math.floor(spelled / choice);
	}
	// Only the eight digits from `scramble` are unique per index.
	const serial = scramble(index ^ salt);
	const filler = hash(salt, index, 1) % 16;
	return `${kind}${word}12${hex(filler, 1)}${hex(serial, 8)}`;
}

function hex(value: number, digits: number): string {
	return value.toString(16).toUpperCase().padStart(digits, '0');
}
