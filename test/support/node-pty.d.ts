/**
The part of node-pty that tests and benchmarks use. It is installed from @lydell/node-pty, which has the prebuilt of one
platform instead of all, but declares its types under that name.
*/
declare module 'node-pty' {
	type Options = {
		readonly name?: string;
		readonly cols: number;
		readonly rows: number;
		readonly cwd: string;
		readonly env: Readonly<Record<string, string>>;
	};
	interface IPty {
		readonly pid: number;
		/** The descriptor of the terminal's own side. */
		readonly fd: number;
		onData(listener: (data: string) => void): unknown;
		onExit(listener: (exit: {readonly exitCode: number; readonly signal?: number}) => void): unknown;
		write(data: string): void;
		resize(columns: number, rows: number): void;
		kill(signal?: string): void;
	}
	function spawn(file: string, args: readonly string[], options: Options): IPty;
}
