import type {Profile} from './config-reading.js';
import {type ProgramEnvironment, readQuerySettings} from './read-settings.js';

/** A profile as a list shows it. */
export type ListedProfile = {
	readonly name: string;
	/** E.g. `redshift: dev at NAME.redshift.amazonaws.com`. */
	readonly about: string;
	readonly isProduction: boolean;
	/** Where it is: `config.ini:3`, or a file of its own. */
	readonly place: string;
};

/** Describes a profile, which may have mistakes. */
export function describeProfile(
	{name, place, read}: Profile,
	surroundings: ProgramEnvironment,
): ListedProfile {
	const {settings} = readQuerySettings({selected: {name, reading: read()}}, surroundings);
	const target =
		settings.engine === 'duckdb'
			? settings.database
			: `${settings.connection.database} at ${settings.connection.host}`;
	return {
		name,
		place,
		about: `${settings.engine}: ${target}`,
		isProduction: settings.profile?.isProduction === true,
	};
}
