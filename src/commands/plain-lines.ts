/**
Whether the notebook is printed as plain lines unless the user asks for the screen: on a terminal that can't move its
cursor, and when the environment announces a screen reader. The variables are those of Ink (`INK_SCREEN_READER=true`), of
the prompts of other terminal programs (`ACCESSIBLE`) and of the terminal of VS Code (`VSCODE_A11Y_MODE=1`).
*/
export function prefersPlain(env: NodeJS.ProcessEnv): boolean {
	const {TERM, INK_SCREEN_READER: ink, ACCESSIBLE: accessible = '', VSCODE_A11Y_MODE: code} = env;
	return (
		TERM === 'dumb' ||
		ink === 'true' ||
		code === '1' ||
		!['', '0', 'false'].includes(accessible.toLowerCase())
	);
}
