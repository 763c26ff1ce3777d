import {type Finding, failed, none, ok} from './finding.js';
import type {TerminalInfo} from './terminal-info.js';

/** What the notebook is made for. */
const least = {columns: 80, rows: 24};

/** Whether the notebook can be drawn here and be told what to do. */
export function checkTerminal(terminal: TerminalInfo): Finding {
	const {inputIsTerminal, outputIsTerminal, columns, rows, term = 'no TERM'} = terminal;
	if (!outputIsTerminal) {
		return none('standard output is no terminal', 'The notebook needs one; sparkify-tui load does not.');
	}
	const found = [
		term,
		columns === 0 ? 'of unknown size' : `${columns}x${rows}`,
		colorText(terminal.colorDepth),
		encodingText(terminal),
		inputIsTerminal ? 'keys' : 'no keys',
	].join(', ');
	const advice: string[] = [];
	if (term === 'dumb') {
		advice.push(
			'TERM=dumb says that the cursor cannot be moved: the load goes on line by line, without the notebook.',
		);
	}
	if (columns > 0 && (columns < least.columns || rows < least.rows)) {
		advice.push(
			`The notebook is made for ${least.columns}x${least.rows} at least: make the window larger, or the type smaller.`,
		);
	}
	if (terminal.encoding === 'other') {
		advice.push(
			`${terminal.locale} is no UTF-8: set LANG=C.UTF-8 (or that of your language), and the terminal likewise.`,
		);
	}
	if (!inputIsTerminal) advice.push('Standard input is no terminal: no key would reach the notebook.');
	return advice.length === 0 ? ok(found) : failed(found, advice);
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
			return 'UTF-8 unless told otherwise (no LANG)';
	}
}
