import type {Problem} from '../../config/problems.js';
import type {KeyEntry} from '../../config/settings-file.js';
import type {Binding, KeyTable} from '../state/binding.js';
import type {KeyMode} from '../state/mode.js';
import {sequenceLabel} from './key-label.js';
import {commandName, type KeyScope, keyScopeNames, keyScopes, scopeOf, textModes} from './key-scopes.js';
import {keyTable} from './key-table.js';
import {parseKeys} from './parse-keys.js';

/** Commands whose keys are part of what they do, or keep the user from being locked in. */
const fixed = new Set([
	...['interrupt', 'confirm', 'accept-prompt', 'confirm-quit', 'refuse-during-load', 'help-if-empty'],
	...['select-number', 'run-gallery-number', 'choose-start-number'],
]);
/** Commands that must keep a key. */
const needed = new Set(['close', 'leave-editor', 'browse-close', 'setup-back', 'help', 'end-tour']);

type Mapping = {
	readonly scope: KeyScope | undefined;
	readonly command: string;
	readonly keys: readonly string[];
	readonly place: string;
};

/**
The key table with the keys of the settings.
@param entries Those of the most specific file first.
*/
export function remapKeys(entries: readonly KeyEntry[]): {
	readonly table: KeyTable;
	/** Where the keys of a command in a mode are set; undefined for those of the program. */
	readonly placeOf: (mode: KeyMode, command: string) => string | undefined;
	readonly problems: readonly Problem[];
} {
	if (entries.length === 0) return {table: keyTable, placeOf: () => undefined, problems: []};
	const problems = new Map<string, Problem>();
	const report = (problem: Problem) => void problems.set(problem.message, problem);
	const mappings = entries.flatMap(entry => readEntry(entry, report) ?? []);
	const inForce = new Map<string, Mapping>();
	const table = Object.fromEntries(
		(Object.keys(keyTable) as KeyMode[]).map(mode => {
			const chosen = mappingsOf(mode, mappings);
			for (const [command, mapping] of chosen) inForce.set(`${mode} ${command}`, mapping);
			const bindings = remapMode(mode, chosen);
			reportConflicts(mode, bindings, chosen, report);
			return [mode, bindings];
		}),
	) as Record<KeyMode, readonly Binding[]>;
	return {
		table,
		placeOf: (mode, command) => inForce.get(`${mode} ${command}`)?.place,
		problems: [...problems.values()],
	};
}

function readEntry({scope, command, keys: text, place}: KeyEntry, report: (problem: Problem) => void) {
	const known = keyScopeNames.find(name => name === scope);
	if (scope !== undefined && known === undefined) {
		report({
			message: `${place}: There is no [keys ${scope}].`,
			advice: `The sections are [keys] and [keys NAME], with ${keyScopeNames.join(', ')}.`,
		});
		return undefined;
	}
	const modes: readonly KeyMode[] =
		known === undefined ? (Object.keys(keyTable) as KeyMode[]) : keyScopes[known];
	const isThere = modes.some(mode =>
		keyTable[mode].some(binding => commandName(binding.command) === command),
	);
	const where = known === undefined ? '' : ` in ${known}`;
	const advice = 'sparkify-tui keys lists the commands.';
	if (!isThere) return void report({message: `${place}: There is no command ${command}${where}.`, advice});
	if (fixed.has(command)) return void report({message: `${place}: The keys of ${command} can't be changed.`});
	const keys = parseKeys(text);
	if (typeof keys === 'string') return void report({message: `${place}: ${command}: ${keys}.`});
	if (keys.includes('ctrl+c'))
		return void report({
			message: `${place}: ${command}: ctrl+c always cancels or quits.`,
			advice: 'Choose another.',
		});
	if (keys.length === 0 && needed.has(command))
		return void report({message: `${place}: ${command} must have a key.`});
	if (known !== undefined && modes.some(mode => textModes.has(mode))) {
		const character = keys.find(isCharacter);
		if (character !== undefined)
			return void report({
				message: `${place}: ${command}: ${sequenceLabel(character)} types itself in ${known}.`,
				advice: 'Choose a key with Ctrl or Alt, or a function key.',
			});
	}
	return {scope: known, command, keys, place} satisfies Mapping;
}

/** A key, or the first of two, that types a character. */
function isCharacter(keys: string): boolean {
	return keys === ' ' || keys.split(' ', 1)[0]!.length === 1;
}

/** The mapping of each command in a mode. Of one file, the one of its scope; else the first. */
function mappingsOf(mode: KeyMode, mappings: readonly Mapping[]): ReadonlyMap<string, Mapping> {
	const scope = scopeOf(mode);
	const chosen = new Map<string, Mapping>();
	const commands = new Set(keyTable[mode].map(({command}) => commandName(command)));
	for (const mapping of mappings) {
		const {command} = mapping;
		if (!commands.has(command) || (mapping.scope !== undefined && mapping.scope !== scope)) continue;
		// Of those for all modes, characters don't count where text is typed.
		const keys = textModes.has(mode) ? mapping.keys.filter(key => !isCharacter(key)) : mapping.keys;
		if (keys.length === 0 && mapping.keys.length > 0) continue;
		const before = chosen.get(command);
		const wins = before === undefined || (before.scope === undefined && mapping.scope !== undefined);
		if (wins && (before === undefined || isSameFile(before, mapping)))
			chosen.set(command, {...mapping, keys});
	}
	return chosen;
}

function isSameFile(a: Mapping, b: Mapping): boolean {
	return a.place.replace(/:\d+$/, '') === b.place.replace(/:\d+$/, '');
}

function remapMode(mode: KeyMode, chosen: ReadonlyMap<string, Mapping>): readonly Binding[] {
	if (chosen.size === 0) return keyTable[mode];
	const placed = new Set<string>();
	const remapped = keyTable[mode].map((binding): Binding => {
		const name = commandName(binding.command);
		const mapping = chosen.get(name);
		if (mapping === undefined) return binding;
		const keys = placed.has(name) ? [] : mapping.keys;
		placed.add(name);
		return {...binding, keys};
	});
	return relabelled(remapped, keyTable[mode]);
}

/** The bindings with the labels and sentences of those that changed, with the ones that they describe too, made from their keys. */
function relabelled(bindings: readonly Binding[], before: readonly Binding[]): readonly Binding[] {
	return bindings.map((binding, i) => {
		if (binding.shown === undefined) return binding;
		const group = [binding, ...followers(bindings, i + 1)];
		if (group.every((member, j) => member === before[i + j])) return binding;
		const keys = group.flatMap(member =>
			group.length === 1 ? member.keys.slice(0, 2) : member.keys.slice(0, 1),
		);
		if (keys.length === 0) return {keys: binding.keys, command: binding.command};
		const {help, ...shown} = binding.shown;
		const own = help.replace(/;[^;]*\bdo(?:es)? the same(?=\.|;|$)/, '');
		return {...binding, shown: {...shown, label: keys.map(sequenceLabel).join(' '), help: own}};
	});
}

/** The bindings that the one before them describes. */
function followers(bindings: readonly Binding[], start: number): readonly Binding[] {
	const end = bindings.findIndex(
		({shown, isUnlisted, command}, i) =>
			i >= start && (shown !== undefined || isUnlisted === true || fixed.has(command.type)),
	);
	return bindings.slice(start, end === -1 ? bindings.length : end);
}

function reportConflicts(
	mode: KeyMode,
	bindings: readonly Binding[],
	chosen: ReadonlyMap<string, Mapping>,
	report: (problem: Problem) => void,
): void {
	const all = bindings.flatMap(({keys, command}) => keys.map(key => ({key, name: commandName(command)})));
	for (const [name, {place, keys}] of chosen) {
		for (const key of keys) {
			const other = all.find(
				entry =>
					entry.name !== name && (entry.key === key || isPrefix(entry.key, key) || isPrefix(key, entry.key)),
			);
			if (other === undefined) continue;
			const otherPlace = chosen.get(other.name)?.place;
			// Both would report it.
			if (otherPlace !== undefined && otherPlace > place) continue;
			report({
				message: `${place}: ${name} = ${sequenceLabel(key)} conflicts with ${other.name} = ${sequenceLabel(other.key)} (${otherPlace ?? 'the default'}) in ${scopeOf(mode)}.`,
				advice: 'Give one of them another key, or none.',
			});
		}
	}
}

/** Whether a key is the first of a sequence of two. */
function isPrefix(key: string, sequence: string): boolean {
	return key !== ' ' && sequence !== ' ' && sequence.startsWith(`${key} `);
}
