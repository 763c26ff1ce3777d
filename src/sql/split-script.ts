/** What a statement's end must not be looked for in: comments, dollar-quoted text, strings, quoted names. */
const opaque =
	/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)/y;
const commentOnly = /^(?:\s|--[^\n]*(?:\n|$)|\/\*(?:(?!\*\/)[\s\S])*\*\/)*$/;

/**
Splits the text of a file of `sql/` into its statements, without the semicolons. A comment stays with the statement
that follows it; what holds no statement is left out. Strings are standard ones: a backslash is a character like others.
*/
export function splitScript(script: string): readonly string[] {
	const statements: string[] = [];
	let start = 0;
	let position = 0;
	while (position < script.length) {
		opaque.lastIndex = position;
		const skipped = opaque.exec(script)?.[0].length;
		if (skipped !== undefined) {
			position += skipped;
			continue;
		}
		if (script[position] === ';') {
			statements.push(script.slice(start, position));
			start = position + 1;
		}
		position++;
	}
	statements.push(script.slice(start));
	return statements.map(text => text.trim()).filter(text => !commentOnly.test(text));
}
