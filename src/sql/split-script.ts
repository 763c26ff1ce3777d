/**
Splits one of our own scripts into its statements, without the closing semicolons; comments stay with the statement that
follows them. Knows quotes and comments, no dollar quotes: sql/ has none, and what a person types has a lexer of its own.
*/
export function splitScript(script: string): readonly string[] {
	const statements: string[] = [];
	let start = 0;
	let hasCode = false;
	for (const {0: token, index} of script.matchAll(
		/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|;|\S/g,
	)) {
		if (token === ';') {
			if (hasCode) statements.push(script.slice(start, index).trim());
			start = index + 1;
			hasCode = false;
		} else if (!token.startsWith('--') && !token.startsWith('/*')) hasCode = true;
	}
	if (hasCode) statements.push(script.slice(start).trim());
	return statements;
}
