import {type SpawnOptions, spawn as spawnProcess} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {UsageError} from '../../errors.js';
import {systemReason} from '../../files/replace-file.js';
import {safeText} from '../../format/safe-text.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
The program that edits text, with its arguments: $VISUAL, $EDITOR, or vi (on Windows, notepad). Quotes and backslashes in
the variable mean what they mean in a shell; nothing is expanded. On Windows a backslash is a character.
*/
export function editorProgram(
	environment: Environment,
	platform: NodeJS.Platform,
): {readonly program: string; readonly arguments: readonly string[]} {
	const text = [environment.VISUAL, environment.EDITOR].find(value => value?.trim());
	const [program, ...rest] = shellWords(text ?? '', platform !== 'win32');
	return {program: program ?? (platform === 'win32' ? 'notepad' : 'vi'), arguments: rest};
}

/** A part of a word: plain, or in single or double quotes. In the first, a backslash escapes the next character. */
const shellPiece = /[^\s'"\\]+|'[^']*'?|"(?:[^"\\]|\\[\s\S])*"?|\\[\s\S]?/g;
const windowsPiece = /[^\s'"]+|'[^']*'?|"[^"]*"?/g;

function shellWords(text: string, hasEscapes: boolean): readonly string[] {
	const piece = hasEscapes ? shellPiece : windowsPiece;
	const word = new RegExp(`(?:${piece.source})+`, 'g');
	const withoutEscapes = (part: string, escaped: RegExp) =>
		hasEscapes ? part.replaceAll(escaped, '$1') : part;
	return (text.match(word) ?? []).map(raw =>
		raw.replaceAll(piece, part => {
			if (part.startsWith("'")) return part.replaceAll("'", '');
			if (part.startsWith('"')) return withoutEscapes(part.replaceAll(/^"|(?<!\\)"$/g, ''), /\\(["\\$`])/g);
			return withoutEscapes(part, /\\([\s\S])/g);
		}),
	);
}

/**
How to start the editor on a file. On Windows through cmd.exe, since editors such as `code` are batch files there, which
Node starts in no other way (https://nodejs.org/api/child_process.html#spawning-bat-and-cmd-files-on-windows).
*/
export function editorCommand(
	{program, arguments: args}: ReturnType<typeof editorProgram>,
	file: string,
	platform: NodeJS.Platform,
): EditorCommand {
	if (platform !== 'win32') return {program, arguments: [...args, file], shell: false};
	// Within double quotes, blanks and signs such as & are characters. A file name contains no double quote on Windows.
	const words = [program, ...args, file].map(word => `"${word}"`);
	return {program: words.join(' '), arguments: [], shell: true};
}

export type EditorCommand = {
	/** With `shell`, the complete command line. */
	readonly program: string;
	readonly arguments: readonly string[];
	readonly shell: boolean;
};

/** Runs a program on this terminal. Resolves to its exit code; null if a signal ended it. Rejects if it can't start. */
export type RunProgram = (command: EditorCommand) => Promise<number | null>;

export type EditOptions = {
	readonly environment?: Environment;
	readonly platform?: NodeJS.Platform;
	readonly spawn?: RunProgram;
};

/**
Lets the user edit a text in an editor. The text is in a private file meanwhile, which is removed afterwards. The caller
gives the terminal away first.
@returns the edited text without its last line end
@throws UsageError if the editor can't start or fails, in which case the text is unchanged
*/
export async function editText(
	text: string,
	{environment = process.env, platform = process.platform, spawn = runOnTerminal}: EditOptions = {},
): Promise<string> {
	const editor = editorProgram(environment, platform);
	// Only its owner can enter the folder.
	const folder = await mkdtemp(join(tmpdir(), 'sparkify-tui-'));
	try {
		const file = join(folder, 'cell.sql');
		await writeFile(file, `${text}\n`, {mode: 0o600, flag: 'wx'});
		const code = await spawn(editorCommand(editor, file, platform)).catch((error: unknown) => {
			throw new UsageError(
				{
					message: `The editor ${safeText(editor.program)} can't be started: ${systemReason(error)}.`,
					advice: 'Set $VISUAL or $EDITOR to an editor that is installed.',
				},
				{cause: error},
			);
		});
		if (code !== 0)
			throw new UsageError({
				message: `The editor ${safeText(editor.program)} ${code === null ? 'was ended by a signal' : `failed with exit code ${code}`}.`,
				advice: 'The text is unchanged.',
			});
		return (await readFile(file, 'utf8')).replaceAll('\r\n', '\n').replace(/\n$/, '');
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

async function runOnTerminal({program, arguments: args, shell}: EditorCommand): Promise<number | null> {
	const options: SpawnOptions = {stdio: 'inherit', shell};
	return new Promise((resolve, reject) => {
		spawnProcess(program, args, options).once('error', reject).once('close', resolve);
	});
}
