/*
Renders the README's pictures, each for a dark and a light page, from a run of the built program on the bundled sample:
`npm run pictures`. test/docs/pictures.test.tsx says when they are out of date.
*/
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {packageRoot} from '../src/package-root.js';
import {type CellStyle, keys, nodeInTerminal, type TestTerminal} from '../test/terminal/terminal.js';

/** Size of a cell, and of the margin around all cells, in pixels. */
const [cellWidth, cellHeight, margin] = [8.4, 18, 16];
const fontSize = 14;
/** Baseline of the letters, from the top of the cell. */
const baseline = 13.5;
const fonts = `ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace`;
/** The colors of a terminal. */
type Look = {
	readonly paper: string;
	readonly ink: string;
	readonly faded: string;
	/** The sixteen, bright ones last. */
	readonly palette: readonly string[];
};

const looks: Readonly<Record<'dark' | 'light', Look>> = {
	dark: {
		...{paper: '#16181d', ink: '#d8dbe2', faded: '#868c99'},
		palette: [
			...['#3b4048', '#f07178', '#8fce6a', '#e0b95f', '#73a7f5', '#d08ae8', '#5cc8d7', '#d8dbe2'],
			...['#5c6370', '#ff8b92', '#a9e383', '#f2cf7e', '#8fbcff', '#e2a5f7', '#7cdcea', '#ffffff'],
		],
	},
	light: {
		...{paper: '#fbfbf9', ink: '#24292f', faded: '#6e7781'},
		palette: [
			...['#24292f', '#b3202a', '#1a6b2f', '#7d5700', '#0a58c2', '#8132a8', '#0f6674', '#6e7781'],
			...['#57606a', '#cf222e', '#1a7f37', '#9a6700', '#0969da', '#9a44c0', '#1b7c83', '#24292f'],
		],
	},
};

/** Lines from the middle of a cell: up, right, down, left. Drawn as shapes, so that they connect in every font. */
const boxArms: Readonly<Record<string, string>> = {
	'─': 'rl',
	'━': 'rl',
	'│': 'ud',
	'┌': 'rd',
	'┐': 'dl',
	'└': 'ur',
	'┘': 'ul',
	'├': 'urd',
	'┤': 'udl',
	'┬': 'rdl',
	'┴': 'url',
	'┼': 'urdl',
};

type Run = {readonly column: number; readonly style: CellStyle; text: string; cells: number};

/** Groups adjacent cells with the same style. A gap starts a new run, and each non-ASCII character is a run, since its width depends on the font. */
function runsOf(terminal: TestTerminal, row: number): readonly Run[] {
	const runs: Run[] = [];
	const cells = terminal.cells[row] ?? [];
	for (const [column, text] of cells.entries()) {
		if (text === '') continue;
		const width = cells[column + 1] === '' ? 2 : 1;
		const style = terminal.styleAt(column, row);
		const last = runs.at(-1);
		const goesOn = last !== undefined && last.column + last.cells === column && isSame(last.style, style);
		if (goesOn && (style.isInverse || belongs(last.text, text, cells[column + 1]))) {
			last.text += text;
			last.cells += width;
		} else if (text !== ' ' || style.isInverse) runs.push({column, style, text, cells: width});
	}
	return runs;
}

function belongs(before: string, text: string, next: string | undefined): boolean {
	if (isRule(text)) return before.endsWith(text);
	if (!/^[ -~]+$/.test(before)) return false;
	return text === ' ' ? next !== ' ' && !before.endsWith(' ') : /^[!-~]$/.test(text);
}

/** Whether these are only horizontal lines. */
function isRule(text: string): boolean {
	return /^(?:─+|━+)$/.test(text);
}

function isSame(a: CellStyle, b: CellStyle): boolean {
	return a.color === b.color && a.isBold === b.isBold && a.isDim === b.isDim && a.isInverse === b.isInverse;
}

function colorOf({color, isDim}: CellStyle, {palette, ink, faded}: Look): string {
	if (color !== undefined) return palette[color] ?? ink;
	return isDim ? faded : ink;
}

function drawRow(terminal: TestTerminal, row: number, look: Look): string {
	return runsOf(terminal, row)
		.map(run => (run.text[0]! in boxArms ? drawBox(run, row, look) : drawText(run, row, look)))
		.join('');
}

function drawText({column, style, text, cells}: Run, row: number, look: Look): string {
	const x = left(column);
	const back = style.isInverse
		? `<rect x="${x}" y="${top(row)}" width="${round(cells * cellWidth)}" height="${cellHeight}" fill="${colorOf(style, look)}"/>`
		: '';
	const fill = style.isInverse ? look.paper : colorOf(style, look);
	const weight = style.isBold ? ' font-weight="bold"' : '';
	const shown = text.trimEnd();
	// Fit each run to its cells, whatever the font's width.
	const fitted = /^[ -~]{2,}$/.test(shown) ? ` textLength="${round(shown.length * cellWidth)}"` : '';
	const y = round(top(row) + baseline);
	return `${back}<text x="${x}" y="${y}" fill="${fill}"${weight}${fitted}>${escaped(shown)}</text>\n`;
}

function drawBox({column, style, text, cells}: Run, row: number, look: Look): string {
	const [x, y] = [left(column + 0.5), top(row + 0.5)];
	const ends: Readonly<Record<string, string>> = {
		u: `V${top(row)}`,
		r: `H${left(column + 1)}`,
		d: `V${top(row + 1)}`,
		l: `H${left(column)}`,
	};
	const arms = Array.from(boxArms[text] ?? '', arm => `M${x} ${y}${ends[arm]}`).join('');
	const path = isRule(text) ? `M${left(column)} ${y}H${left(column + cells)}` : arms;
	return `<path d="${path}" stroke="${colorOf(style, look)}" stroke-width="${text.startsWith('━') ? 3 : 1}"/>\n`;
}

function left(column: number): number {
	return round(margin + column * cellWidth);
}

function top(row: number): number {
	return margin + row * cellHeight;
}

function round(pixels: number): number {
	return Math.round(pixels * 10) / 10;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Renders the current screen. @param title Alternative text for screen readers. */
function drawScreen(terminal: TestTerminal, title: string, look: Look): string {
	const width = Math.ceil(2 * margin + terminal.columns * cellWidth);
	const height = 2 * margin + terminal.rows * cellHeight;
	const rows = Array.from({length: terminal.rows}, (_, row) => drawRow(terminal, row, look)).join('');
	const cursor = terminal.isCursorVisible
		? `<rect x="${left(terminal.cursor.column)}" y="${top(terminal.cursor.row)}" width="${cellWidth}" height="${cellHeight}" fill="${look.ink}" opacity="0.6"/>\n`
		: '';
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="10" fill="${look.paper}"/>
<g font-family="${fonts}" font-size="${fontSize}" fill="none" xml:space="preserve">
${rows}${cursor}</g>
</svg>
`;
}

function writePictures(terminal: TestTerminal, name: string, title: string): void {
	for (const [variant, look] of Object.entries(looks))
		writeFileSync(join(packageRoot, 'docs', `${name}-${variant}.svg`), drawScreen(terminal, title, look));
}

const folder = mkdtempSync(join(tmpdir(), 'sparkify-picture-'));
const terminal = nodeInTerminal([join(packageRoot, 'dist', 'cli.cjs'), '--engine', 'duckdb'], {
	cwd: folder,
	columns: 100,
	rows: 30,
	env: {PATH: process.env.PATH ?? '', HOME: folder, LANG: 'C.UTF-8', TERM: 'xterm-256color'},
});
try {
	await terminal.waitFor('Run it?');
	for (let stage = 2; stage <= 6; stage++) {
		terminal.type(keys.enter);
		await terminal.waitFor(new RegExp(`${stage}/11 [\\s\\S]*Run it\\?`));
	}
	writePictures(terminal, 'load', 'The stages of the load, and the plan of the next one');
	terminal.type('a');
	await terminal.waitFor('read-only');
	terminal.type('SELECT level, count(*) AS plays FROM songplays GROUP BY level ORDER BY level;');
	await terminal.waitFor('ORDER BY level;');
	terminal.type(keys.enter);
	await terminal.waitFor('2 rows · ');
	terminal.type(
		'SELECT hour, count(*) AS plays FROM songplays JOIN "time" USING (start_time) GROUP BY hour ORDER BY hour;',
	);
	await terminal.waitFor('ORDER BY hour;');
	terminal.type(keys.enter);
	await terminal.waitFor('24 rows · ');
	terminal.type(keys.escape);
	await terminal.waitFor('Enter edit');
	terminal.type('k');
	await terminal.waitFor('❯[2]');
	terminal.type('c');
	await terminal.waitFor('400 ┤');
	writePictures(terminal, 'notebook', 'Two cells of the notebook, one with a chart');
} finally {
	await terminal.dispose();
	rmSync(folder, {recursive: true, force: true});
}
