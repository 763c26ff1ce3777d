import {looksLikeKey} from './config-keys.js';
import type {ConfigLine} from './config-lines.js';
import {defaultSection, ownSection} from './config-sections.js';
import type {Problem} from './problems.js';

/** Finds duplicate sections and keys, other programs' sections included: configparser rejects a file with duplicates. */
export function findDuplicates(lines: readonly ConfigLine[], path: string): readonly Problem[] {
	const problems: Problem[] = [];
	const firstLines = new Map<string, number>();
	const check = (identity: string, line: number, what: string) => {
		const first = firstLines.get(identity);
		if (first === undefined) firstLines.set(identity, line);
		else problems.push({message: `${path}:${line}: ${what} twice, first on line ${first}.`});
	};
	let section = '';
	for (const line of lines) {
		if (line.type === 'section') {
			section = ownSection(line.name) ?? line.name;
			// [DEFAULT] may be repeated.
			if (section !== defaultSection) check(`[${section}]`, line.line, `[${section}] appears`);
		} else if (line.type === 'entry') {
			const name = looksLikeKey(line.key) ? line.key.toUpperCase() : 'A key';
			check(`[${section}]${line.key.toLowerCase()}`, line.line, `${name} is set in [${section}]`);
		}
	}
	return problems;
}
