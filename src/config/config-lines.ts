/** A meaningful line of dwh.cfg, including its continuation lines. Line numbers start at 1. */
export type ConfigLine =
	| {readonly type: 'section'; readonly name: string; readonly line: number}
	| {
			readonly type: 'entry';
			readonly key: string;
			/** Trimmed; each continuation line follows a line feed. */
			readonly value: string;
			readonly line: number;
	  }
	| {readonly type: 'unreadable'; readonly reason: string; readonly line: number};

export type ReadableLine = Exclude<ConfigLine, {readonly type: 'unreadable'}>;

/**
Splits a text exactly as Python's configparser does. The first `=` or `:` ends the key. `#` and `;` start a comment only
at the beginning of a line. A line indented deeper than the key above continues its value.
*/
export function configLines(text: string): readonly ConfigLine[] {
	const lines: ConfigLine[] = [];
	let open: {readonly key: string; readonly line: number; readonly parts: string[]} | undefined;
	let sections = 0;
	let indentation = 0;
	const finish = () => {
		if (open === undefined) return;
		const {key, line, parts} = open;
		lines.push({type: 'entry', key, value: parts.join('\n').trimEnd(), line});
		open = undefined;
	};
	for (const [index, physical] of text
		.replace(/^\uFEFF/, '')
		.split(/\r\n|\r|\n/)
		.entries()) {
		const line = index + 1;
		const content = physical.trim();
		if (/^[#;]/.test(content)) continue;
		if (content === '') {
			open?.parts.push('');
			continue;
		}
		const indent = physical.search(/\S/);
		if (open !== undefined && indent > indentation) {
			open.parts.push(content);
			continue;
		}
		finish();
		indentation = indent;
		const [, name] = /^\[([^\]]+)\]/.exec(content) ?? [];
		const [, key, value] = /^(.*?)\s*[=:]\s*(.*)$/s.exec(content) ?? [];
		if (name !== undefined) {
			sections++;
			lines.push({type: 'section', name: name.trim(), line});
		} else if (key === undefined || value === undefined || key === '' || sections === 0) {
			lines.push({type: 'unreadable', reason: unreadableReason(content, key), line});
		} else {
			open = {key, line, parts: [value]};
		}
	}
	finish();
	return lines;
}

/** Never quotes the line: it may be part of a password. */
function unreadableReason(content: string, key: string | undefined): string {
	if (content.startsWith('[')) return 'The section has no name or no closing bracket.';
	if (key === undefined) return 'Expected a section, a key with a value, or a comment.';
	return key === '' ? 'The value has no key.' : 'The key comes before the first section, such as [CLUSTER].';
}
