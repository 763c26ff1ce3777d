import type {ConfigSection} from './config-keys.js';
import type {FileProblem} from './config-problems.js';
import type {ConfigEntry, PlacedEntry} from './config-syntax.js';

/** dwh.cfg, parsed but not interpreted. */
export type ConfigFile = {
	/** As the user would type it. */
	readonly path: string;
	/** Set if these are the keys of a profile, `[profile NAME]`, which have no sections. */
	readonly profile?: {readonly name: string; readonly line: number};
	/** The profiles that the file has besides its own sections. */
	readonly profiles?: readonly Profile[];
	/** Line of each section present. */
	readonly sections: ReadonlyMap<ConfigSection, number>;
	/** The entries of a section, including those of `[DEFAULT]`, by lower-case key. */
	entries(section: ConfigSection): ReadonlyMap<string, ConfigEntry>;
	/** Every entry, in file order. */
	readonly all: readonly PlacedEntry[];
	/** Notes to the user about how the file was read, one sentence each. */
	readonly notes: readonly string[];
};

/** A configuration file, if there is one, and the errors in it. */
export type ConfigReading = {
	readonly file: ConfigFile | undefined;
	readonly problems: readonly FileProblem[];
};

/** The settings of one warehouse and its data, by name. */
export type Profile = {
	readonly name: string;
	/** Where it is: `config.ini:3`, or a file of its own. */
	readonly place: string;
	/** Its keys, as if they were those of a dwh.cfg. */
	read(): ConfigReading;
};
