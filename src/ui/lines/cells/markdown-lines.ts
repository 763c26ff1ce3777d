import {safeText} from '../../../format/safe-text.js';
import {wrapText} from '../../../format/text-width.js';
import {blank, type Line, lineWidth, type Style, span, wrapLine} from '../line.js';

/** Longer lines are hard to read. */
const maxProseWidth = 100;

/** Code, unless it continues a paragraph. */
const indented = /^ {4}/;
const fence = /^ {0,3}(`{3,}|~{3,})/;
const heading = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/;
const rule = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const underline = /^ {0,3}(?:=+|-+)[ \t]*$/;
const listItem = /^( *)([-*+]|\d{1,9}[.)])[ \t]+(.*)$/;
const quote = /^ {0,3}> ?(.*)$/;
const hardBreak = /(?: {2,}|\\)$/;
/** Rows of tables, and HTML. */
const verbatim = /^ {0,3}[|<]/;

/**
Markdown for reading, in lines of at most `width` cells. A renderer of our own, because a page is laid out in one go and the
parser takes over a millisecond a cell; what it does not know is shown as it is written.
*/
export function markdownLines(text: string, width: number): readonly Line[] {
	const columns = Math.max(1, Math.min(width, maxProseWidth));
	const source = text
		.trim()
		.split(/\r?\n/)
		.map(line => line.replaceAll('\t', '    '));
	const lines: Line[] = [];
	let at = 0;
	/** The paragraph that begins with `first`, as its lines between hard line breaks. */
	const takeParagraph = (first: string): readonly string[] => {
		const parts = [first.trim()];
		for (let last = first; at < source.length && isContinuation(source[at]!); ) {
			const [part, next] = [parts.at(-1)!, source[at++]!];
			if (hardBreak.test(last)) parts.splice(-1, 1, part.replace(hardBreak, ''), next.trim());
			else parts.splice(-1, 1, `${part} ${next.trim()}`);
			last = next;
		}
		return parts;
	};
	while (at < source.length) {
		const line = source[at++]!;
		const [opening, title, item] = [fence.exec(line), heading.exec(line), listItem.exec(line)];
		if (line.trim() === '') {
			if (lines.length > 0 && lines.at(-1) !== blank) lines.push(blank);
		} else if (opening !== null) {
			const mark = opening[1]!;
			const end = source.findIndex((other, index) => index >= at && closes(other, mark));
			const code = source.slice(at, end === -1 ? source.length : end);
			lines.push(...code.flatMap(other => prefixed(codeLines(other, columns - 2), '│ ')));
			at = end === -1 ? source.length : end + 1;
		} else if (title !== null) {
			const hashes = span(`${title[1]} `, {dim: true});
			lines.push(...wrapLine([hashes, ...inline(title[2]!, {bold: true})], columns));
		} else if (rule.test(line)) {
			lines.push([span('─'.repeat(columns), {dim: true})]);
		} else if (item !== null) {
			const [, indentation = '', mark = '', first = ''] = item;
			const lead = `${indentation}${/\d/.test(mark) ? mark : '•'} `;
			lines.push(...hanging(takeParagraph(first), lead, columns));
		} else if (quote.test(line)) {
			const inner = [line];
			while (at < source.length && (quote.test(source[at]!) || isContinuation(source[at]!)))
				inner.push(source[at++]!);
			const words = inner.map(other => quote.exec(other)?.[1] ?? other).join('\n');
			lines.push(...prefixed(markdownLines(words, columns - 2), '│ '));
		} else if (indented.test(line)) {
			const code = [line];
			while (at < source.length && indented.test(source[at]!)) code.push(source[at++]!);
			const texts = code.map(other => other.replace(indented, ''));
			lines.push(...texts.flatMap(other => prefixed(codeLines(other, columns - 2), '│ ')));
		} else if (verbatim.test(line)) {
			lines.push(...wrapText(safeText(line), columns).map(part => [span(part)]));
		} else {
			const paragraph = takeParagraph(line);
			const isTitle = underline.test(source[at] ?? '');
			if (isTitle) at++;
			lines.push(...paragraph.flatMap(part => wrapLine(inline(part, {bold: isTitle}), columns)));
		}
	}
	return lines;
}

function isContinuation(line: string): boolean {
	const starts = [fence, heading, rule, underline, listItem, quote, verbatim];
	return line.trim() !== '' && !starts.some(start => start.test(line));
}

function closes(line: string, mark: string): boolean {
	const found = fence.exec(line)?.[1];
	return found?.startsWith(mark) === true && line.trim() === found;
}

function codeLines(line: string, width: number): readonly Line[] {
	return wrapText(safeText(line), width).map(part => [span(part)]);
}

function prefixed(lines: readonly Line[], prefix: string): readonly Line[] {
	return lines.map(line => [span(prefix, {dim: true}), ...line]);
}

/** A list item: wrapped after `lead`, its continuation indented to the text. */
function hanging(parts: readonly string[], lead: string, width: number): readonly Line[] {
	const wrapped = parts.flatMap(part => wrapLine(inline(part), Math.max(1, width - lead.length)));
	return wrapped.map((part, index) => [span(index === 0 ? lead : ' '.repeat(lead.length)), ...part]);
}

const inlines = new RegExp(
	[
		String.raw`\\(?<escaped>[!-/:-@[-\x60{-~])`,
		String.raw`(?<ticks>\x60+)(?<code>.+?)(?<!\x60)\k<ticks>(?!\x60)`,
		String.raw`!?\[(?<words>(?:[^[\]]|\[[^\]]*\])*)\]\((?<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+"[^"]*")?\)`,
		String.raw`<(?<url>[a-z][a-z0-9+.-]*:[^\s<>]*)>`,
		String.raw`(?<stars>\*\*|__)(?=\S)(?<strong>.+?)(?<=\S)\k<stars>`,
		String.raw`(?<star>\*|(?<!\w)_)(?=[^\s*_])(?<emphasis>.+?)(?<=\S)\k<star>(?!\w)`,
	].join('|'),
);

/** The text of a paragraph with its emphasis, code and links. */
function inline(text: string, style: Style = {}): Line {
	const match = inlines.exec(text);
	const plain = (part: string): Line => (part === '' ? [] : [span(safeText(part), style)]);
	if (match === null) return plain(text);
	const {escaped, code, words, target, url, strong, emphasis} = match.groups ?? {};
	let found: Line = plain(escaped ?? url ?? '');
	if (code !== undefined)
		found = [span(safeText(code.trim() === '' ? code : code.trim()), {...style, color: 'cyan'})];
	else if (strong !== undefined) found = inline(strong, {...style, bold: true});
	else if (emphasis !== undefined) found = inline(emphasis, {...style, italic: true});
	else if (words !== undefined) {
		const label = inline(words, style);
		found = [...label, span(`${lineWidth(label) === 0 ? '' : ' '}(${safeText(target ?? '')})`, {dim: true})];
	}
	return [
		...plain(text.slice(0, match.index)),
		...found,
		...inline(text.slice(match.index + match[0].length), style),
	];
}
