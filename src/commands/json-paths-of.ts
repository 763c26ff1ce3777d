import type {Settings} from '../config/settings.js';

/** Returns a function that identifies the configured jsonpaths file, or undefined if there is none. */
export function jsonPathsOf(settings: Settings): (() => Promise<string>) | undefined {
	const [file, region] =
		settings.engine === 'redshift'
			? [settings.copy.logJsonPath, settings.copy.region]
			: [settings.source?.logJsonPath, settings.source?.region];
	if (file === undefined) return undefined;
	return async () => (await import('../source/jsonpaths/jsonpaths-text.js')).jsonPathsId(file, region);
}
