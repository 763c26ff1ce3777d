/** A line of dwh.cfg that says something, the lines that continue it included. Lines are counted from 1. */
export type ConfigLine =
	| {readonly type: 'section'; readonly name: string; readonly line: number}
	| {
			readonly type: 'entry';
			readonly key: string;
			/** Without blanks at its ends; a line feed before the text of each line that continues it. */
			readonly value: string;
			readonly line: number;
	  }
	| {readonly type: 'unreadable'; readonly reason: string; readonly line: number};

export type ReadableLine = Exclude<ConfigLine, {readonly type: 'unreadable'}>;

/**
Takes a text apart just as Python's configparser does: the first `=` or `:` ends the key; `#` and `;` begin a comment
only where nothing stands before them; a line that is indented deeper than the key above continues its value.
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
			lines.push({type: 'unreadable', reason: whyUnreadable(content, key), line});
		} else {
			open = {key, line, parts: [value]};
		}
	}
	finish();
	return lines;
}

/** The line itself is not told: it may be part of a password. */
function whyUnreadable(content: string, key: string | undefined): string {
	if (content.startsWith('[')) return 'The section lacks its name or its closing bracket.';
	if (key === undefined) return 'The line is no section, no key with a value and no comment.';
	return key === ''
		? 'There is no key before the value.'
		: 'The key stands before the first section, such as [CLUSTER].';
}
