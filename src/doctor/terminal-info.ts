/** Properties of the terminal, or of the streams used in its place. */
export type TerminalInfo = {
	readonly inputIsTerminal: boolean;
	readonly outputIsTerminal: boolean;
	/** 0, like `rows`, if the terminal does not report its size. */
	readonly columns: number;
	readonly rows: number;
	/** Bits per color: 1 for none, 4 for 16 colors, 8 for 256, 24 for true color. */
	readonly colorDepth: number;
	/** $TERM; on Windows, which sets none, the kind of terminal. */
	readonly term: string | undefined;
	/** The encoding of the locale; `unknown` if none is set. */
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
		term: env.TERM ?? (platform === 'win32' ? windowsTerminal(env) : undefined),
		...readLocale(env, platform),
	};
}

/** WT_SESSION is set by Windows Terminal. */
function windowsTerminal({WT_SESSION}: NodeJS.ProcessEnv): string {
	return WT_SESSION === undefined ? 'Windows console' : 'Windows Terminal';
}

/** Corrects Node's color detection: an empty NO_COLOR has no effect, and CI does not disable the colors of a terminal. */
function colorEnvironment({NO_COLOR, CI: _, ...env}: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return NO_COLOR === undefined || NO_COLOR === '' ? env : {...env, NO_COLOR};
}

/** Reads the encoding from the effective locale variable. Windows has none, and its terminals use UTF-8. */
export function readLocale(
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform,
): Pick<TerminalInfo, 'encoding' | 'locale'> {
	const name = ['LC_ALL', 'LC_CTYPE', 'LANG'].find(each => env[each] !== undefined && env[each] !== '');
	if (name === undefined) return {encoding: platform === 'win32' ? 'utf-8' : 'unknown', locale: undefined};
	const value = env[name]!;
	return {encoding: /utf-?8/i.test(value) ? 'utf-8' : 'other', locale: `${name}=${value}`};
}
