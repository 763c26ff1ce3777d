/** Maximum nesting of references; anything deeper is treated as a cycle. */
const maxDepth = 10;

/**
Interpolates a value as configparser does: `%(key)s` is the value of that key, `%%` a percent sign. A value with any other
percent sign, which configparser rejects, is returned unchanged.
@param lookUp Returns the raw text of a lower-case key in the same section.
*/
export function interpolate(text: string, lookUp: (key: string) => string | undefined): string {
	return expand(text, lookUp, 1) ?? text;
}

/** Escapes a text so that `interpolate` returns it unchanged. */
export function escapePercent(text: string): string {
	return text.replaceAll('%', '%%');
}

function expand(
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
		const value = raw === undefined ? undefined : expand(raw, lookUp, depth + 1);
		if (value === undefined) return undefined;
		result += value;
	}
	return result + text.slice(end);
}
