import type {Settings} from '../config/settings.js';
import {createLoadSession} from '../load/create-load-session.js';
import type {LoadSession, LoadSessionOptions} from '../load/load-session.js';
import {openSource} from '../source/open-source.js';
import {openWarehouse} from '../warehouse/open-warehouse.js';

/** Opens the source and the warehouse of a load. @param isDryRun Whether a missing DuckDB file stays empty. */
export async function openLoadSession(
	settings: Settings,
	options: Partial<LoadSessionOptions> = {},
	isDryRun = false,
): Promise<LoadSession> {
	return createLoadSession({
		warehouse: await openWarehouse(settings, isDryRun),
		source: openSource(settings),
		maxErrors: settings.maxErrors,
		schemaDrift: settings.schemaDrift,
		jsonPaths: jsonPathsOf(settings),
		profile: settings.profile,
		...options,
	});
}

/** Returns a function that identifies the configured jsonpaths file, or undefined if there is none. */
function jsonPathsOf(settings: Settings): (() => Promise<string>) | undefined {
	const [file, region] =
		settings.engine === 'redshift'
			? [settings.copy.logJsonPath, settings.copy.region]
			: [settings.source?.logJsonPath, settings.source?.region];
	if (file === undefined) return undefined;
	return async () => (await import('../source/jsonpaths/jsonpaths-text.js')).jsonPathsId(file, region);
}
