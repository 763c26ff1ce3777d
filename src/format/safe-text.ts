/** Characters that must not reach a terminal: controls, invisible and direction-changing characters, lone surrogates. */
const harmful =
	/[\0-\x1F\x7F-\x9F\u2028\u2029\uFFF9-\uFFFB\p{Cs}]|(?![\uFE00-\uFE0F])\p{Default_Ignorable_Code_Point}/gu;

/**
Replaces harmful characters with visible symbols: controls with their pictures (`␊ ␉ ␛`), line and paragraph separators
with `␤`, invisible characters (zero-width, direction marks, tags) with `·`, a lone surrogate with `\uFFFD`. Variation
selectors are kept: they belong to the emoji before them.
*/
export function safeText(text: string): string {
	return text.replaceAll(harmful, visible);
}

/** Like `safeText`, but keeps line ends and tabs. */
export function safeLines(text: string): string {
	return text.replaceAll('\r\n', '\n').replaceAll(/[^\n\t]+/g, safeText);
}

/** Escapes the control characters that JSON.stringify leaves unescaped: DEL and C1. */
export function safeJson(json: string): string {
	return json.replaceAll(/[\x7F-\x9F]/g, character => `\\u00${character.charCodeAt(0).toString(16)}`);
}

function visible(character: string): string {
	const code = character.codePointAt(0)!;
	if (code < 0x20) return String.fromCodePoint(0x2400 + code);
	if (code === 0x7f) return '␡';
	if (code === 0x85 || code === 0x2028 || code === 0x2029) return '␤';
	if (code >= 0xd800 && code <= 0xdfff) return '\uFFFD';
	return '·';
}
