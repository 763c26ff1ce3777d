const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/*
Characters that never combine and don't need the segmenter: Latin, Greek and Cyrillic letters, punctuation, control
pictures, box-drawing characters and the symbols of our own screen (one cell); kana, Chinese characters and Korean syllables (two cells).
The segmenter takes quadratic time (several seconds for 50,000 characters), so it is only given short pieces.
*/
const narrow = String.raw` -~\u00A1-\u00AC\u00AE-\u02FF\u0370-\u0482\u048A-\u052F\u2010-\u2027\u2030-\u205E\u2190-\u2193\u2400-\u2426\u2500-\u259F\u25B8\u2714\u2716\u276F\u2800-\u28FF`;
const wide = String.raw`\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF\uAC00-\uD7A3`;
const simple = `[${narrow}${wide}]`;
const other = `[^${narrow}${wide}]`;
const allSimple = new RegExp(`^${simple}*$`);
const allNarrow = new RegExp(`^[${narrow}]*$`);
const wideCharacter = new RegExp(`[${wide}]`, 'g');
/** The last simple character goes with the piece after it, which may begin with combining marks. No piece ends before a mark. */
const pieces = new RegExp(
	String.raw`${simple}+(?=${simple}|$)|${simple}?${other}{1,200}(?<!\u200D)(?![\p{M}\u200D])|${simple}?${other}{1,200}`,
	'gu',
);

/** Splits a text into user-perceived characters: a base with its combining marks, a surrogate pair, an emoji sequence. */
export function graphemes(text: string): readonly string[] {
	return simplePieces(text).flatMap(({text: piece, isSimple}) => {
		if (isSimple) return Array.from(piece);
		return Array.from(segmenter.segment(piece), ({segment}) => segment);
	});
}

/** Splits a text between characters into simple pieces, which `simpleWidth` can measure, and short pieces of other characters. */
export function simplePieces(
	text: string,
): ReadonlyArray<{readonly text: string; readonly isSimple: boolean}> {
	if (allSimple.test(text)) return [{text, isSimple: true}];
	return Array.from(text.matchAll(pieces), ([piece]) => ({text: piece, isSimple: allSimple.test(piece)}));
}

/** The width in terminal cells of a text of simple characters. */
export function simpleWidth(text: string): number {
	return allNarrow.test(text) ? text.length : text.length + (text.match(wideCharacter)?.length ?? 0);
}
