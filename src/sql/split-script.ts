/** Text in which a semicolon does not end the statement: comments, dollar-quoted text, strings, quoted names. */
const opaque =
	/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)/y;
const commentOnly = /^(?:\s|--[^\n]*(?:\n|$)|\/\*(?:(?!\*\/)[\s\S])*\*\/)*$/;

/**
Splits the text of a file in `sql/` into statements, without their semicolons. A comment belongs to the statement after
it; parts without a statement are dropped. Strings follow the SQL standard: a backslash is an ordinary character.
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
