/**
Splits a line for a POSIX shell into its commands, each as words. Understands quotes, pipes, `&&`, comments and
redirections, which are left out; expands nothing.
*/
export function shellCommands(line: string): readonly (readonly string[])[] {
	const commands: string[][] = [[]];
	const pattern = /\s*(?:(#.*)|(&&|\|\|?|;)|(\d?>>?|<)\s*(\S+)|((?:'[^']*'|"[^"]*"|\\.|[^\s'"\\|&;<>])+))/gy;
	for (const [, comment, separator, redirection, , word] of line.matchAll(pattern)) {
		if (comment !== undefined) break;
		if (separator !== undefined) commands.push([]);
		else if (redirection === undefined && word !== undefined)
			commands.at(-1)?.push(word.replaceAll(/'([^']*)'|"([^"]*)"|\\(.)/g, '$1$2$3'));
	}
	return commands.filter(words => words.length > 0);
}
