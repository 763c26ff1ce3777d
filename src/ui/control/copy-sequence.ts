/** GNU screen drops longer strings. */
const maxScreenLength = 250;

/** The sequence with which a terminal copies a text, OSC 52. */
export function copySequence(text: string, env: NodeJS.ProcessEnv): string {
	const copy = `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;
	if (env.STY === undefined) return copy;
	// GNU screen doesn't know the sequence, but passes on what is wrapped. tmux knows it, and STY may be inherited.
	const parts = copy.match(new RegExp(`[\\s\\S]{1,${maxScreenLength}}`, 'g')) ?? [];
	return copy + parts.map(part => `\u001BP${part}\u001B\\`).join('');
}
