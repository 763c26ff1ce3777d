/** What is known of the terminal, or of what stands in its place. */
export type TerminalInfo = {
	readonly inputIsTerminal: boolean;
	readonly outputIsTerminal: boolean;
	/** 0, as `rows`, where the terminal does not tell. */
	readonly columns: number;
	readonly rows: number;
	/** Bits of colour: 1 is none, 4 are 16 colours, 8 are 256, 24 are all. */
	readonly colorDepth: number;
	readonly term: string | undefined;
	/** What the locale says of the encoding; `unknown` where none is set. */
	readonly encoding: 'utf-8' | 'other' | 'unknown';
	/** The locale as set, e.g. `LANG=C`. */
	readonly locale: string | undefined;
};

export function readTerminal(
	input: NodeJS.ReadStream,
	output: NodeJS.WriteStream,
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform = process.platform,
): TerminalInfo {
	const {isTTY = false, columns = 0, rows = 0} = output;
	return {
		inputIsTerminal: input.isTTY === true,
		outputIsTerminal: isTTY,
		columns,
		rows,
		colorDepth: isTTY ? output.getColorDepth(colorEnvironment(env)) : 1,
		term: env.TERM,
		...readLocale(env, platform),
	};
}

/** An empty NO_COLOR forbids nothing, and a terminal keeps its colours where CI is set: Node sees both otherwise. */
function colorEnvironment({NO_COLOR, CI: _, ...env}: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return NO_COLOR === undefined || NO_COLOR === '' ? env : {...env, NO_COLOR};
}

/** The encoding of the locale, by the variable that counts. Windows has none, and its terminals write UTF-8. */
export function readLocale(
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform,
): Pick<TerminalInfo, 'encoding' | 'locale'> {
	const name = ['LC_ALL', 'LC_CTYPE', 'LANG'].find(each => env[each] !== undefined && env[each] !== '');
	if (name === undefined) return {encoding: platform === 'win32' ? 'utf-8' : 'unknown', locale: undefined};
	const value = env[name]!;
	return {encoding: /utf-?8/i.test(value) ? 'utf-8' : 'other', locale: `${name}=${value}`};
}
