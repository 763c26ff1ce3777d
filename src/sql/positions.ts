/** The line that contains an offset, from 1. */
export function lineNumber(text: string, offset: number): number {
	return text.slice(0, offset).split('\n').length;
}

/** The UTF-16 offset of the character, as engines count them, with the index `characters`. */
export function characterOffset(text: string, characters: number): number {
	return Array.from(text).slice(0, characters).join('').length;
}
