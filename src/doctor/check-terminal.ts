import {type Finding, failed, none, ok} from './finding.js';
import type {TerminalInfo} from './terminal-info.js';

/** The smallest terminal the notebook supports. */
const minimum = {columns: 80, rows: 24};

/** Checks that the notebook can draw and receive keys. */
export function checkTerminal(terminal: TerminalInfo): Finding {
	const {inputIsTerminal, outputIsTerminal, columns, rows, term = 'no TERM'} = terminal;
	if (!outputIsTerminal) {
		return none('standard output is not a terminal', 'The notebook needs one; sparkify-tui load does not.');
	}
	const found = [
		term,
		columns === 0 ? 'of unknown size' : `${columns}x${rows}`,
		colorText(terminal.colorDepth),
		encodingText(terminal),
		inputIsTerminal ? 'keys' : 'no keys',
	].join(', ');
	const isDrawn = term !== 'dumb';
	const advice: string[] = [];
	if (isDrawn && columns > 0 && (columns < minimum.columns || rows < minimum.rows)) {
		advice.push(
			`The notebook is made for ${minimum.columns}x${minimum.rows} or larger. Enlarge the window or use a smaller font.`,
		);
	}
	if (terminal.encoding === 'other') {
		advice.push(
			`${terminal.locale} is not UTF-8. Set LANG=C.UTF-8 or a UTF-8 locale of your language, and the terminal to UTF-8.`,
		);
	}
	if (!inputIsTerminal)
		advice.push('Standard input is not a terminal, so the notebook would receive no keys.');
	const notes = isDrawn
		? []
		: ['TERM=dumb means that the cursor cannot be moved, so the notebook is printed as plain lines.'];
	return advice.length === 0 ? ok(found, ...notes) : failed(found, [...notes, ...advice]);
}

function colorText(depth: number): string {
	if (depth >= 24) return '16 million colours';
	return depth > 1 ? `${2 ** depth} colours` : 'no colours';
}

function encodingText({encoding}: TerminalInfo): string {
	switch (encoding) {
		case 'utf-8':
			return 'UTF-8';
		case 'other':
			return 'not UTF-8';
		case 'unknown':
			return 'UTF-8 assumed (no LANG)';
	}
}
