import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {type ConfigFile, type FileProblem, parseConfig} from './config-file.js';
import {pathKind} from './path-kind.js';

/** File name of the configuration that is read by default. */
export const configName = 'dwh.cfg';

type ConfigReading = {readonly file: ConfigFile | undefined; readonly problems: readonly FileProblem[]};

/**
Reads the file named by `--config`, or dwh.cfg in `folder` if there is one.
@param folder Empty for the working directory.
*/
export function readConfig(named: string | undefined, folder: string): ConfigReading {
	if (named === '') return failed('--config needs a file name.');
	const path = named ?? join(folder, configName);
	switch (pathKind(path)) {
		case 'file':
			return readFile(path);
		case 'folder':
			return failed(`${path} is a folder, not a file.`);
		case undefined:
			return named === undefined
				? {file: undefined, problems: []}
				: failed(`--config ${path}: no such file.`, `Run sparkify-tui init --config ${path} to create it.`);
	}
}

function readFile(path: string): ConfigReading {
	let bytes: Uint8Array;
	try {
		bytes = readFileSync(path);
	} catch (error) {
		const {code = String(error)} = error as NodeJS.ErrnoException;
		return failed(`${path} cannot be read: ${code}.`);
	}
	let text: string;
	try {
		text = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch {
		return failed(`${path} is not UTF-8 text.`, 'Save it as UTF-8.');
	}
	return parseConfig(text, path);
}

function failed(message: string, advice?: string): ConfigReading {
	return {file: undefined, problems: [{message, ...(advice !== undefined && {advice})}]};
}
