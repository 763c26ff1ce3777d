/** Values may be made of values that are made of values, so often at most; more is a circle. */
const maxDepth = 10;

/**
A value as configparser makes it: `%(key)s` is the value of that key, `%%` a percent sign. A value in which a percent
sign stands for neither, which configparser refuses, is taken as it stands.
@param lookUp The raw text of a key, in lower case, of the same section.
*/
export function interpolate(text: string, lookUp: (key: string) => string | undefined): string {
	return filled(text, lookUp, 1) ?? text;
}

/** A text that `interpolate` makes `text` of. */
export function escapePercent(text: string): string {
	return text.replaceAll('%', '%%');
}

function filled(
	text: string,
	lookUp: (key: string) => string | undefined,
	depth: number,
): string | undefined {
	if (depth > maxDepth) return undefined;
	let result = '';
	let end = 0;
	for (const {0: match, 1: key, index} of text.matchAll(/%%|%\(([^)]+)\)s|%/g)) {
		result += text.slice(end, index);
		end = index + match.length;
		if (match === '%%') {
			result += '%';
			continue;
		}
		const raw = key === undefined ? undefined : lookUp(key.toLowerCase());
		const value = raw === undefined ? undefined : filled(raw, lookUp, depth + 1);
		if (value === undefined) return undefined;
		result += value;
	}
	return result + text.slice(end);
}
