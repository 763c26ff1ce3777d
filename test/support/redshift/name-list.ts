/** The names in a text, between white space. */
export function nameList(text: string): readonly string[] {
	return text.split(/\s+/).filter(name => name !== '');
}
