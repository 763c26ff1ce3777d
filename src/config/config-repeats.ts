import {looksLikeKey} from './config-keys.js';
import type {ConfigLine} from './config-lines.js';
import {defaultSection, ownSection} from './config-sections.js';
import type {Problem} from './problems.js';

/** What is there twice, in another program's sections too: configparser refuses the whole file for it. */
export function findRepeats(lines: readonly ConfigLine[], path: string): readonly Problem[] {
	const problems: Problem[] = [];
	const firstLines = new Map<string, number>();
	const see = (identity: string, line: number, twice: string) => {
		const first = firstLines.get(identity);
		if (first === undefined) firstLines.set(identity, line);
		else problems.push({message: `${path}:${line}: ${twice} twice, the first time in line ${first}.`});
	};
	let section = '';
	for (const line of lines) {
		if (line.type === 'section') {
			section = ownSection(line.name) ?? line.name;
			// Of this one there may be several.
			if (section !== defaultSection) see(`[${section}]`, line.line, `[${section}] is there`);
		} else if (line.type === 'entry') {
			const name = looksLikeKey(line.key) ? line.key.toUpperCase() : 'A key';
			see(`[${section}]${line.key.toLowerCase()}`, line.line, `${name} stands in [${section}]`);
		}
	}
	return problems;
}
