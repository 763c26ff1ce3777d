import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {prepareTerminal} from '../../src/commands/prepare-terminal.js';
import {asciiText, keepInPlace} from '../../src/format/terminal-text.js';
import {displayWidth, padWidth} from '../../src/format/text-width.js';
import {packageRoot} from '../../src/package-root.js';

const mark = '\u200E';

test('draws every symbol of the program in one cell of ASCII', t => {
	const folders = ['ui', 'plain', 'notebook', 'load', 'commands', 'doctor', 'parity', 'advice'];
	const sources = folders.flatMap(folder =>
		readdirSync(join(packageRoot, 'src', folder), {recursive: true, withFileTypes: true})
			.filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
			.map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
	);
	// Charts draw these only where the locale is UTF-8; é is in an example, and quotes are in texts for HTML.
	const symbols = new Set(sources.join('').match(/[^\0-\x7Fé’“”\u2800-\u28FF]|[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g));
	t.true(symbols.size > 30);
	for (const symbol of symbols) t.regex(asciiText(symbol), /^[ -~]$/, symbol);
	t.is(asciiText('✔ 2 plays │ Café 日本 …'), '+ 2 plays | Café 日本 .');
});

test('keeps right-to-left text within its cell', t => {
	t.is(keepInPlace('Café │ 日本'), 'Café │ 日本');
	t.is(
		keepInPlace('│ שלום, עולם  │ مرحبا │ 12 │'),
		`│ ${mark}שלום, עולם${mark}  │ ${mark}مرحبا${mark} │ 12 │`,
	);
	t.is(keepInPlace('שלום  עולם'), `${mark}שלום${mark}  ${mark}עולם${mark}`);
	t.is(keepInPlace('\u001B[31mשלום 7\u001B[39m'), `\u001B[31m${mark}שלום${mark} 7\u001B[39m`);
});

test('measures wide, combining and right-to-left text in cells', t => {
	for (const [text, width] of [
		['日本語', 6],
		['e\u0301', 1],
		['שלום', 4],
		['שָׁלוֹם', 4],
		['مرحبا', 5],
		['مَرْحَبًا', 5],
		['👩‍👩‍👧', 2],
		['ไทย', 3],
	] as const) {
		t.is(displayWidth(text), width, text);
		t.is(displayWidth(keepInPlace(`│ ${padWidth(text, 8)} │`)), 12, text);
	}
});

test('adapts what terminals get, and nothing else', t => {
	const stream = (isTTY: boolean) => {
		const written: unknown[] = [];
		return {isTTY, written, write: (chunk: unknown) => written.push(chunk) > 0};
	};
	const [terminal, pipe, unicode] = [stream(true), stream(false), stream(true)];
	prepareTerminal([terminal, pipe], {LC_ALL: 'C', LANG: 'C.UTF-8'}, 'linux');
	prepareTerminal([unicode], {LANG: 'de_DE.UTF-8'}, 'linux');
	for (const out of [terminal, pipe, unicode]) out.write('✔ שלום');
	t.deepEqual(terminal.written, [`+ ${mark}שלום${mark}`]);
	t.deepEqual(pipe.written, ['✔ שלום']);
	t.deepEqual(unicode.written, [`✔ ${mark}שלום${mark}`]);
});
