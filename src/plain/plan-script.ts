import type {Stage} from '../load/stage.js';
import {withSemicolon} from '../sql/split-statements.js';

/** Formats stages as one SQL script, each with its title, explanation and statements. */
export function planScript(
	stages: ReadonlyArray<readonly [stage: Pick<Stage, 'id' | 'title' | 'explain'>, sql: readonly string[]]>,
): string {
	return stages
		.map(([{id, title, explain}, sql], index) => {
			const heading = `-- ${index + 1} of ${stages.length}  ${id}: ${title}\n${comment(explain)}`;
			const statements = sql.map(text => `${withSemicolon(text)}\n`);
			return [`${heading}\n`, ...(statements.length > 0 ? statements : ['-- No SQL.\n'])].join('\n');
		})
		.join('\n\n');
}

/** Maximum length of a comment line. */
const commentWidth = 100;

function comment(text: string): string {
	const lines: string[] = [];
	for (const word of text.split(/\s+/)) {
		const line = lines.at(-1);
		if (line === undefined || line.length + 1 + word.length > commentWidth) lines.push(`-- ${word}`);
		else lines[lines.length - 1] = `${line} ${word}`;
	}
	return lines.join('\n');
}
