/** What ends the blocks that do not end with a blank line, besides fences. */
const htmlEnds = ['-->', '?>', ']]>', '>', '</script>', '</pre>', '</style>', '</textarea>'];

/** A start of a block that may take in all that follows. */
const mayBeOpen = /^ {0,3}(?:`{3}|~{3}|<)/m;

/**
Adds its end to Markdown that ends inside a fence or a block of HTML, so that a cell can follow. Loads the parser, but only
for Markdown that has such blocks. Line ends are `\n`.
*/
export async function closedMarkdown(text: string): Promise<string> {
	if (!mayBeOpen.test(text)) return text;
	const {fromMarkdown} = await import('mdast-util-from-markdown');
	const isClosed = (closed: string) => {
		const last = fromMarkdown(`${closed}\n\n\`\`\`sql\n\`\`\`\n`).children.at(-1);
		return last?.type === 'code' && last.lang === 'sql' && last.value === '';
	};
	if (isClosed(text)) return text;
	const fences = new Set((text.match(/^ {0,3}(?:`{3,}|~{3,})/gm) ?? []).map(fence => fence.trim()));
	const ends = [...fences, ...htmlEnds];
	const end = ends.find(candidate => isClosed(`${text}\n${candidate}`));
	return end === undefined ? text : `${text}\n${end}`;
}
