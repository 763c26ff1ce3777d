import type {Environment} from './config-syntax.js';
import {isProblem, type Problem} from './problems.js';
import {
	type Placed,
	type ProgramSettings,
	type SettingName,
	type SettingRow,
	settingNames,
	settingRows,
} from './setting-rows.js';
import type {SettingsFile} from './settings-file.js';
import {oneOf, readBoolean} from './simple-values.js';

/** The values of options, by name; a switch is `true`. */
export type SettingFlagValues = Readonly<Record<string, string | undefined>>;

/**
Merges flags, environment, files and defaults, in this order, after the variables that win over all of them.
@param files The most specific first.
*/
export function readProgramSettings(
	files: readonly SettingsFile[],
	environment: Environment,
	flags: SettingFlagValues = {},
): {
	readonly settings: ProgramSettings;
	/** Each value as it is written, and where it comes from. */
	readonly places: Readonly<Record<SettingName, Placed>>;
	readonly problems: readonly Problem[];
} {
	const problems: Problem[] = [];
	const settings: Record<string, unknown> = {};
	const places: Record<string, Placed> = {};
	for (const name of settingNames) {
		const row = settingRows[name];
		const found = findValue(name, row, files, environment, flags);
		const value = isProblem(found) ? found : readSetting(found, row);
		if (isProblem(value)) problems.push(value);
		places[name] = isProblem(found) ? {text: row.defaultValue, origin: 'default'} : found;
		settings[name] = value;
	}
	return {
		settings: settings as ProgramSettings,
		places: places as Record<SettingName, Placed>,
		problems,
	};
}

type FoundValue = Placed & {
	/** Label in messages. */
	readonly label: string;
};

function findValue(
	name: SettingName,
	{variable, forcedBy, flag, defaultValue}: SettingRow,
	files: readonly SettingsFile[],
	environment: Environment,
	flags: SettingFlagValues,
): FoundValue | Problem {
	if (forcedBy !== undefined && environment[forcedBy.variable]) {
		const {variable: origin, value} = forcedBy;
		return {text: value, origin, label: origin};
	}
	const typed = flag === undefined ? undefined : flags[flag];
	if (typed !== undefined) return {text: typed, origin: `--${flag}`, label: `--${flag}`};
	const set = variable === undefined ? undefined : environment[variable];
	if (variable !== undefined && set) return {text: set, origin: variable, label: variable};
	for (const file of files) {
		const found = file.setting(name, environment);
		if (isProblem(found)) return found;
		if (found !== undefined) return {...found, label: `${found.origin}: ${name}`};
	}
	return {text: defaultValue, origin: 'default', label: name};
}

function readSetting({label, text}: FoundValue, {type}: SettingRow): unknown {
	if (type === 'text') return text;
	return type === 'boolean' ? readBoolean(label, text) : oneOf(label, text, type);
}
