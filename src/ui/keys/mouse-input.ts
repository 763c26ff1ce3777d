/** A press of the left button, or a turn of the wheel by a notch. Row and column of the screen are counted from 0. */
export type MouseInput =
	| {readonly type: 'click'; readonly row: number; readonly column: number}
	| {readonly type: 'wheel'; readonly to: 'up' | 'down'};

/** Makes the terminal report buttons and the wheel (mode 1000), in decimal numbers (mode 1006). */
export const mouseOn = '\u001B[?1000h\u001B[?1006h';
export const mouseOff = '\u001B[?1006l\u001B[?1000l';

/** `ESC [ < 0 ; 12 ; 5 M`, or `ESC [ M` and three characters from a terminal that has only mode 1000. */
const report = /\u001B\[(?:<(\d+);(\d+);(\d+)([Mm])|M.{3})/gs;

/** The end of a read that may be the beginning of a report. */
const beginning = /\u001B(?:\[(?:<\d{0,3}(?:;\d{0,5}){0,2}|M.{0,2})?)?$/s;

/**
Returns a function that takes the mouse reports out of the reads of the terminal. It returns the remaining texts, each to be
parsed as a read of its own, and the mouse input between them.
*/
export function createMouseFilter(): (chunk: string) => readonly (string | MouseInput)[] {
	/** The beginning of a report, kept back until the next read. */
	let kept = '';
	/** What was passed on before `kept` and may belong to the report. A single Esc may be the key, which must not wait. */
	let passed = '';

	return chunk => {
		const text = passed + kept + chunk;
		const parts: (string | MouseInput)[] = [];
		let from = passed.length;
		for (const match of text.matchAll(report)) {
			const end = match.index + match[0].length;
			// If the beginning of a report was passed on, its end must be too, so that both are ignored.
			parts.push(text.slice(from, match.index < from ? end : match.index), ...mouseInput(match));
			from = end;
		}
		const last = beginning.exec(text);
		const start = last?.index ?? text.length;
		// Esc and [ in two reads may be two keys.
		const mayBeKeys = last?.[0] === '\u001B' || (last?.[0] === '\u001B[' && start < from);
		const to = mayBeKeys ? text.length : Math.max(from, start);
		parts.push(text.slice(from, to));
		kept = text.slice(to);
		passed = text.slice(start, to);
		return parts.filter(part => part !== '');
	};
}

/** The input of a report; none for other buttons, releases, and clicks with a modifier, which select text in terminals. */
function mouseInput([, button, column, row, end]: RegExpExecArray): readonly MouseInput[] {
	if (end !== 'M') return [];
	if (button === '0') return [{type: 'click', row: Number(row) - 1, column: Number(column) - 1}];
	if (button === '64') return [{type: 'wheel', to: 'up'}];
	return button === '65' ? [{type: 'wheel', to: 'down'}] : [];
}
