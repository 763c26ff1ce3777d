import {usageError} from '../config/problems.js';
import {exitCode, UsageError} from '../errors.js';
import {safeText} from '../format/safe-text.js';
import {terminalSize} from '../notebook/terminal-size.js';
import {wrapIndented} from '../plain/wrap-indented.js';
import {commandName, keyScopeNames, keyScopes} from '../ui/keys/key-scopes.js';
import {keyTable} from '../ui/keys/key-table.js';
import {remapKeys} from '../ui/keys/remap-keys.js';
import type {KeyMode} from '../ui/state/mode.js';
import type {KeysInvocation} from './invocation.js';
import {reportError} from './report-error.js';
import {StandardOutput} from './standard-output.js';

/** `keys`: prints the keys of every command as they are in force, and mistakes in the settings. Returns the exit code. */
export async function keys({entries, probe}: KeysInvocation): Promise<number> {
	const {stdin, stdout} = process;
	if (probe) {
		if (!stdin.isTTY || !stdout.isTTY) {
			throw new UsageError({
				message: 'keys --probe needs a terminal for input and output.',
				advice: 'Without --probe, keys prints the table of keys.',
			});
		}
		const {probeKeys} = await import('../ui/probe-keys.js');
		await probeKeys();
		return exitCode.done;
	}
	const {columns} = terminalSize(stdout);
	const remapped = remapKeys(entries);
	await new StandardOutput().write(`${keyLines(remapped, columns).join('\n')}\n`);
	return remapped.problems.length === 0 ? exitCode.done : reportError(usageError(remapped.problems));
}

const indentation = '    ';

/** The keys in the syntax of the settings, by scope. */
export function keyLines(
	{table, placeOf}: Pick<ReturnType<typeof remapKeys>, 'table' | 'placeOf'>,
	columns: number,
): readonly string[] {
	return keyScopeNames.flatMap((scope, i) => {
		const rows = new Map<string, {keys: Set<string>; help: string; place: string}>();
		for (const mode of keyScopes[scope] as readonly KeyMode[]) {
			let help = '';
			for (const [index, {command, keys: pressed}] of table[mode].entries()) {
				const name = commandName(command);
				// Those that others describe have their sentence too.
				help = keyTable[mode][index]?.shown?.help ?? help;
				const row = rows.get(name) ?? {keys: new Set(), help, place: 'default'};
				for (const key of pressed) row.keys.add(writtenKeys(key));
				row.place = placeOf(mode, name) ?? row.place;
				rows.set(name, row);
			}
		}
		return [
			...(i === 0 ? [] : ['']),
			`[keys ${scope}]`,
			...[...rows].flatMap(([name, row]) => [
				safeText(`${name} = ${row.keys.size === 0 ? 'none' : [...row.keys].join(', ')}   (${row.place})`),
				...wrapIndented(indentation + row.help, columns),
			]),
		];
	});
}

/** A key as the settings write it. */
function writtenKeys(key: string): string {
	return key === ' ' ? 'space' : key === ',' ? 'comma' : key;
}
