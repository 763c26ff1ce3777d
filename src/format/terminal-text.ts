/**
The symbols that the program draws, and the ASCII characters that take their place where the locale is not UTF-8. Each has
one cell, so that nothing moves. What marks a status stays different from the marks of the others.
*/
const asciiSymbols: ReadonlyMap<string, string> = new Map([
	...pairs('─━', '-='),
	...pairs('│┃', '||'),
	...pairs('┌┐└┘├┤┬┴┼╭╮╰╯', '+++++++++++++'),
	...pairs('█▉▊▋▌▍▎▏▓▒░', '#######|#+.'),
	...pairs('▁▂▃▄▅▆▇', '_..::##'),
	...pairs('⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏', '|/-\\|/-\\|/'),
	...pairs('✔✖▸❯…–·●•⚠×»←→↑↓', '+x>>.-:**!x><>^v'),
	...pairs('␊␉␛␡␤', '?????'),
]);

const symbols = new RegExp(`[${[...asciiSymbols.keys()].join('')}]`, 'g');

/** Replaces the symbols that the program draws by ASCII. Other characters are the user's data and stay. */
export function asciiText(text: string): string {
	return text.replaceAll(symbols, symbol => asciiSymbols.get(symbol)!);
}

function pairs(from: string, to: string): ReadonlyArray<readonly [string, string]> {
	const replacements = Array.from(to);
	return Array.from(from, (symbol, index) => [symbol, replacements[index]!]);
}

const rightToLeft = String.raw`[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]`;
const hasRightToLeft = new RegExp(rightToLeft);
/** From the first to the last such character. */
const run = new RegExp(`${rightToLeft}(?:.*${rightToLeft})?`, 's');
/** Text that nothing separates: no line of a table, escape sequence, end of a line or gap between columns. */
const piece = /(?:[^\u2502|\n\r\u001B ]| (?! ))+/g;
const leftToRightMark = '\u200E';

/**
Keeps Arabic and Hebrew within their cells. A terminal with bidirectional text orders a row as one sentence, and two such
cells next to each other would change places. A left-to-right mark on both sides ends the run; it has no width in any
terminal, while some draw the isolates of Unicode 6.3.
*/
export function keepInPlace(text: string): string {
	if (!hasRightToLeft.test(text)) return text;
	return text.replaceAll(piece, part =>
		part.replace(run, found => leftToRightMark + found + leftToRightMark),
	);
}
