import type {Buffer} from 'node:buffer';
import {expectations, isSpace, type JsonProblem, maxDepth} from './json-value.js';

export const enclosingArray =
	'an array around the records; remove the [ and ], and the commas between the records';

/** Bytes after a problem that its explanation may use. */
export const lookaheadBytes = 16;

/** Words that other programs write as values, and their JSON equivalents. */
const foreignWords: Readonly<Record<string, string>> = {
	NaN: 'null',
	Infinity: 'null',
	None: 'null',
	undefined: 'null',
	True: 'true',
	False: 'false',
};

/** Explains why a file can't be UTF-8 text, judging by its first four bytes; undefined if it may be. */
export function wrongFormat(input: Buffer, start: number, end: number): string | undefined {
	if (end - start < 4) return undefined;
	const [a, b, c, d] = [input[start]!, input[start + 1]!, input[start + 2]!, input[start + 3]!];
	if (a === 0x1f && b === 0x8b) return 'gzip data; decompress the file, or name it .gz';
	if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd)
		return 'Zstandard data; decompress the file, or name it .zst';
	const hasByteOrderMark = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
	// Without a byte-order mark: in ASCII text every other byte is zero.
	const [zeros, others] =
		a === 0
			? [
					[a, c],
					[b, d],
				]
			: [
					[b, d],
					[a, c],
				];
	if (hasByteOrderMark || (zeros.every(byte => byte === 0) && others.every(byte => byte !== 0)))
		return 'text in UTF-16; convert the file to UTF-8, e.g. with iconv -f UTF-16 -t UTF-8';
	return undefined;
}

/** Explains to the user why a record can't be read. @param tooLong The record exceeds the size limit. */
export function explainBadText(
	problem: JsonProblem,
	input: Buffer,
	start: number,
	end: number,
	tooLong: boolean,
): string {
	if (isEnclosingArray(input, start, end)) return enclosingArray;
	if (problem.problem === 'incomplete')
		return tooLong
			? 'a record longer than the limit of 4 MB'
			: 'not JSON: the file ends in the middle of a record';

	const {at, expected} = problem;
	const place = `at byte ${at - start + 1}`;
	const text = input.toString('utf8', at, Math.min(end, at + lookaheadBytes));
	const [found = ''] = text;
	if (expected === expectations.fewerLevels) return `nested more than ${maxDepth} levels deep`;
	if (found === '\n' || found === '\r') return `not JSON: the line ends in the middle of a value (${place})`;
	if (expected === expectations.endOfText) {
		const code = found.charCodeAt(0).toString(16).padStart(4, '0');
		return `not JSON: a control character ${place} must be written as \\u${code}`;
	}
	if (/[“”„‟‘’«»]/.test(found))
		return `not JSON: a curly quotation mark (${found}) ${place}; use straight ones (")`;
	if (found === "'") return `not JSON: a single quotation mark ${place}; use double ones (")`;
	if (found === '\ufeff') return `not JSON: a byte-order mark in the middle of the file`;
	if (found === '}' && expected === expectations.key) return `not JSON: a comma before the } ${place}`;
	const word = /^[A-Za-z]+/.exec(text)?.[0] ?? '';
	if (expected === expectations.value && Object.hasOwn(foreignWords, word) && at > start)
		return `not JSON: ${word} ${place}; use ${foreignWords[word]}`;
	const wanted = at === start ? 'a record in { }' : expected;
	return `not JSON: expected ${wanted} ${place}, found ${JSON.stringify(found)}`;
}

/** Whether an array of objects starts here. */
function isEnclosingArray(input: Buffer, start: number, end: number): boolean {
	if (input[start] !== 0x5b) return false;
	let at = start + 1;
	while (at < end && isSpace(input[at]!)) at++;
	return at < end && input[at] === 0x7b;
}
