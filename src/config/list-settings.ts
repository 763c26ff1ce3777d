import {join} from 'node:path';
import {configName} from './config-file.js';
import {type ConfigKey, type ConfigSection, configSections, keyRow, keysOf} from './config-keys.js';
import {type Basics, type ProgramEnvironment, readBasics, type SettingFlags} from './read-settings.js';
import {type Placed, type SettingName, settingNames, settingRows} from './setting-rows.js';
import {settingsPaths} from './settings-file.js';
import {pathKind} from './simple-values.js';

/** A setting with its present value. */
export type ListedSetting = {
	/** The section that it stands in. */
	readonly section: string;
	readonly name: string;
	/** As it is written; undefined if it is not set and has no default. Never a secret. */
	readonly value: string | undefined;
	/** `default`, `dwh.cfg:3`, `PGHOST` or `--engine`. */
	readonly origin: string;
	readonly meaning: string;
};

/** A file that settings may stand in. */
export type ListedFile = {readonly path: string; readonly about: string; readonly exists: boolean};

export type SettingsList = {
	readonly files: readonly ListedFile[];
	readonly settings: readonly ListedSetting[];
};

/** The files that settings may stand in, and every setting with its value and origin. */
export function listSettings(
	places: Readonly<Record<SettingName, Placed>>,
	flags: SettingFlags,
	surroundings: ProgramEnvironment,
): SettingsList {
	const basics = readBasics(flags, surroundings);
	const {folder, settingsFolder} = surroundings;
	const [project, user] = settingsPaths(folder, settingsFolder);
	const files = [
		{path: flags.config ?? join(folder, configName), about: 'the warehouse and its data'},
		{path: project, about: 'settings of this folder, which win over yours'},
		{path: user, about: 'your settings'},
	];
	return {
		files: files.flatMap(({path, about}) =>
			path === undefined ? [] : [{path, about, exists: pathKind(path) === 'file'}],
		),
		settings: [
			...settingNames.map(name => ({
				section: 'settings',
				name,
				value: places[name].text === '' ? undefined : places[name].text,
				origin: places[name].origin,
				meaning: settingRows[name].meaning,
			})),
			...configSections.flatMap(section =>
				keysOf(section).map(key => listKey(section, key as ConfigKey, basics, flags)),
			),
		],
	};
}

const hidden = '(not shown)';

function listKey(
	section: ConfigSection,
	key: ConfigKey,
	{values, engine}: Basics,
	flags: SettingFlags,
): ListedSetting {
	const {meaning, defaultValue, replacedBy, isSecret} = keyRow(section, key);
	const common = {section, name: key, meaning};
	const replaced = replacedBy === undefined ? undefined : flags[replacedBy];
	if (replaced !== undefined) return {...common, value: replaced, origin: `--${replacedBy}`};
	const found = values.find(section, key);
	if (found === 'broken') return {...common, value: undefined, origin: values.place(section, key) ?? key};
	if (found !== undefined) {
		// A pasted address may contain a password.
		const isShown = isSecret !== true && !(key === 'HOST' && /[@?]/.test(found.text));
		return {...common, value: isShown ? found.text : hidden, origin: found.name.replace(`: ${key}`, '')};
	}
	return {...common, value: key === 'ENGINE' ? engine : defaultValue, origin: 'default'};
}
