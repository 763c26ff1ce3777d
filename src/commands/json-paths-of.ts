import type {Settings} from '../config/settings.js';

/** What identifies the jsonpaths file of the settings, to be asked once; undefined without such a file. */
export function jsonPathsOf(settings: Settings): (() => Promise<string>) | undefined {
	const [file, region] =
		settings.engine === 'redshift'
			? [settings.copy.logJsonPath, settings.copy.region]
			: [settings.source?.logJsonPath, settings.source?.region];
	if (file === undefined) return undefined;
	return async () => (await import('../source/json-paths-text.js')).jsonPathsId(file, region);
}
