import {readConfig} from '../config/config-file.js';
import type {Problem} from '../config/problems.js';
import {readProgramSettings} from '../config/program-settings.js';
import type {ProgramEnvironment, Selected} from '../config/read-settings.js';
import {listProfiles, type Selection, selectProfile} from '../config/select-profile.js';
import {
	type Placed,
	type ProgramSettings,
	type SettingName,
	settingNames,
	settingRows,
} from '../config/setting-rows.js';
import {type KeyEntry, readSettingsFiles, settingsPaths} from '../config/settings-file.js';
import {optionNames} from './command-table.js';
import {lastOf, type TypedOptions} from './parse-arguments.js';

/** What the files of settings and the options say about the program, and which warehouse they name. */
export type ProgramReading = {
	readonly settings: ProgramSettings;
	/** Each value as it is written, and where it comes from. */
	readonly places: Readonly<Record<SettingName, Placed>>;
	readonly problems: readonly Problem[];
	/** The keys of the settings, those of the project first. */
	readonly keys: readonly KeyEntry[];
	readonly selection: Selection;
	/** All profiles, of which two may not have the same name. */
	listProfiles(): ReturnType<typeof listProfiles>;
};

/** Reads the files of settings, merges what they say with the options, and selects a warehouse. */
export function readProgram(
	typed: TypedOptions,
	{environment, folder, settingsFolder}: ProgramEnvironment,
): ProgramReading {
	const {files, problems} = readSettingsFiles(settingsPaths(folder, settingsFolder));
	const flags = Object.fromEntries(
		settingNames.flatMap(name => {
			const option = optionNames.find(known => known === settingRows[name].flag);
			if (option === undefined || typed[option] === undefined) return [];
			return [[option, lastOf(typed, option) ?? 'true']];
		}),
	);
	const {settings, places, problems: mistakes} = readProgramSettings(files, environment, flags);
	const {text: name, origin} = places.profile;
	const options = {
		reading: readConfig(lastOf(typed, 'config'), folder),
		isNamed: (['config', 'engine', 'database'] as const).some(option => typed[option] !== undefined),
		named: name === '' ? undefined : {name, origin},
		folder,
		inSettings: files.flatMap(({profiles}) => profiles),
	};
	const selection = selectProfile(options);
	return {
		settings,
		places,
		problems: [...problems, ...mistakes, ...(selection.type === 'wrong' ? selection.problems : [])],
		keys: files.flatMap(({keys}) => keys),
		selection,
		listProfiles: () => listProfiles(options),
	};
}

/** The configuration that is selected; undefined if none could be. */
export function selectedOf(selection: Selection): Selected | undefined {
	switch (selection.type) {
		case 'config':
			return {reading: selection.reading};
		case 'profile':
			return {name: selection.profile.name, reading: selection.reading};
		case 'ambiguous':
		case 'wrong':
			return undefined;
	}
}
