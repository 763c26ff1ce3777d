/** Splits a text into names at white space. */
export function nameList(text: string): readonly string[] {
	return text.split(/\s+/).filter(name => name !== '');
}
