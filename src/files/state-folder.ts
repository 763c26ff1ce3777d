import {createHash} from 'node:crypto';
import {accessSync, constants, mkdirSync} from 'node:fs';
import {dirname, posix, win32} from 'node:path';
import process from 'node:process';
import {homeFolder} from './home-folder.js';

/**
The folder for what the program remembers between runs: on Linux `$XDG_STATE_HOME/sparkify-tui`, by default in
`~/.local/state`; on macOS `~/Library/Application Support/sparkify-tui`; on Windows `%LOCALAPPDATA%\sparkify-tui`.
`XDG_STATE_HOME` takes precedence on macOS too. Relative paths are ignored, as the XDG specification says.
*/
export function stateFolder(
	env: NodeJS.ProcessEnv = process.env,
	platform: NodeJS.Platform = process.platform,
	home: string = homeFolder(),
): string {
	const {join, isAbsolute} = platform === 'win32' ? win32 : posix;
	const {XDG_STATE_HOME: xdg = '', LOCALAPPDATA: local = ''} = env;
	const named = platform === 'win32' ? local : xdg;
	return join(isAbsolute(named) ? named : join(home, ...defaultFolder(platform)), 'sparkify-tui');
}

/**
The folder for the user's settings: on Linux `$XDG_CONFIG_HOME/sparkify-tui`, by default in `~/.config`; on macOS
`~/Library/Preferences/sparkify-tui`; on Windows `%APPDATA%\sparkify-tui\Config`. `XDG_CONFIG_HOME` takes precedence on
macOS too.
*/
export function settingsFolder(
	env: NodeJS.ProcessEnv = process.env,
	platform: NodeJS.Platform = process.platform,
	home: string = homeFolder(),
): string {
	const {join, isAbsolute} = platform === 'win32' ? win32 : posix;
	const {XDG_CONFIG_HOME: xdg = '', APPDATA: roaming = ''} = env;
	if (platform === 'win32')
		return join(isAbsolute(roaming) ? roaming : join(home, 'AppData', 'Roaming'), 'sparkify-tui', 'Config');
	const standard = platform === 'darwin' ? ['Library', 'Preferences'] : ['.config'];
	return join(isAbsolute(xdg) ? xdg : join(home, ...standard), 'sparkify-tui');
}

/**
Why nothing is remembered between runs, in a sentence, if the folder can't be written to or created. Creates nothing.
@param what What would have been remembered, e.g. `The history`.
*/
export function stateProblem(what: string, folder: string = stateFolder()): string | undefined {
	for (let path = folder; ; path = dirname(path)) {
		try {
			accessSync(path, constants.W_OK);
			return undefined;
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			if (code === 'ENOENT' && dirname(path) !== path) continue;
			const variable = process.platform === 'win32' ? 'LOCALAPPDATA' : 'XDG_STATE_HOME';
			return `${what} will not be kept. Set ${variable} to a folder that you can write to; ${folder} is not one.`;
		}
	}
}

function defaultFolder(platform: NodeJS.Platform): readonly string[] {
	if (platform === 'win32') return ['AppData', 'Local'];
	return platform === 'darwin' ? ['Library', 'Application Support'] : ['.local', 'state'];
}

/** The state folder, from its creation by this process until that has been reported. */
let unreported: string | undefined;

/** Creates a folder in the state folder, and that too if necessary, readable only by their owner. */
export function makeStateFolder(folder: string): void {
	const first = mkdirSync(folder, {recursive: true, mode: 0o700});
	const root = dirname(folder);
	if (first !== undefined && root.startsWith(first)) unreported = root;
}

/** Returns, once, the state folder that this process created. */
export function takeCreatedStateFolder(): string | undefined {
	const folder = unreported;
	unreported = undefined;
	return folder;
}

/**
The name of a file about one warehouse, without the suffix.
@param identity Uniquely identifies the warehouse.
*/
export function nameOfWarehouse(identity: string): string {
	return createHash('sha256').update(identity).digest('hex').slice(0, 32);
}
