import {type ConfigKey, configSections, keyRow, keysOf} from './config-keys.js';
import {settingNames, settingRows} from './setting-rows.js';
import {projectSettingsName, userSettingsName} from './settings-file.js';

/** A row of the reference of all settings. */
export type SettingReference = {
	/** The files that it may stand in, e.g. `dwh.cfg`. */
	readonly files: readonly string[];
	readonly section: string;
	readonly name: string;
	/** The words that it can be; undefined if it is not one of a few. */
	readonly words: readonly string[] | undefined;
	/** Its value, or what decides, if it is not set; undefined if nothing does. */
	readonly defaultValue: string | undefined;
	/** The environment variable and the option that set it too. */
	readonly variable: string | undefined;
	readonly flag: string | undefined;
	readonly meaning: string;
};

/** Every setting, for the documentation. */
export function settingsReference(): readonly SettingReference[] {
	const program = settingNames.map((name): SettingReference => {
		const {type, defaultValue, variable, flag, meaning} = settingRows[name];
		return {
			files: [userSettingsName, projectSettingsName],
			section: 'settings',
			name,
			words: type === 'boolean' ? ['true', 'false'] : type === 'text' ? undefined : type,
			defaultValue: defaultValue === '' ? undefined : defaultValue,
			variable,
			flag,
			meaning,
		};
	});
	const warehouse = configSections.flatMap(section =>
		keysOf(section).map((name): SettingReference => {
			const {defaultValue, variable, flag, replacedBy, meaning} = keyRow(section, name as ConfigKey);
			return {
				files: ['dwh.cfg'],
				section,
				name,
				words: undefined,
				defaultValue,
				variable,
				flag: flag ?? replacedBy,
				meaning,
			};
		}),
	);
	return [...program, ...warehouse];
}
