/** Replaces a range of a text. */
export type Edit = {readonly start: number; readonly end: number; readonly text: string};

/** Applies edits, which must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
	let result = '';
	let at = 0;
	for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
		if (edit.start < at) throw new Error(`Overlapping edits: ${JSON.stringify(edits)}`);
		result += text.slice(at, edit.start) + edit.text;
		at = edit.end;
	}
	return result + text.slice(at);
}
