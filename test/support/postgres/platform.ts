/** The file of a PostgreSQL program. */
export function programFile(name: string, platform: NodeJS.Platform): string {
	return platform === 'win32' ? `${name}.exe` : name;
}

/** The server's environment: no PG* variables, no locale, no library path. Windows programs need the system's folders. */
export function serverEnvironment(
	platform: NodeJS.Platform = process.platform,
	{SystemRoot, ComSpec, TEMP, TMP}: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
	const common = {LC_ALL: 'C', TZ: 'UTC'};
	return platform === 'win32'
		? {...common, PATH: `${SystemRoot}\\System32`, SystemRoot, ComSpec, TEMP, TMP}
		: {...common, PATH: '/usr/bin:/bin'};
}

/** Where clients on this machine connect: the folder of the Unix socket, or TCP on Windows, where Node has no such sockets. */
export function localHost(socketFolder: string, platform: NodeJS.Platform = process.platform): string {
	return platform === 'win32' ? '127.0.0.1' : socketFolder;
}

/** A line of postgresql.conf. In its quotes, a backslash starts an escape. */
export function settingLine(name: string, value: string | number): string {
	return `${name} = '${String(value).replaceAll('\\', '\\\\').replaceAll("'", "''")}'\n`;
}
