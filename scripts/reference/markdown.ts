/** The first line of a page made from the code. */
const generatedNote = '<!-- Made by: npm run docs -->';

/** A table. Texts are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text in code font; empty for nothing. */
export function code(text: string): string {
	if (text === '') return '';
	return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Plain text as Markdown: what would be markup is literal. */
export function plain(text: string): string {
	return text.replaceAll(/[<*\\`]|(?<!\w)_|_(?!\w)|~(?=\/)/g, '\\$&');
}

/** A page from its paragraphs. */
export function page(...paragraphs: readonly string[]): string {
	return `${[generatedNote, ...paragraphs].join('\n\n')}\n`;
}
