/** A stretch of a text that is replaced by another. */
export type Edit = {readonly start: number; readonly end: number; readonly text: string};

/** The text with its edits, which must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
	let result = '';
	let at = 0;
	for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
		if (edit.start < at) throw new Error(`Two edits of the same place: ${JSON.stringify(edits)}`);
		result += text.slice(at, edit.start) + edit.text;
		at = edit.end;
	}
	return result + text.slice(at);
}
