import {existsSync} from 'node:fs';
import {isS3Address} from '../config/aws.js';
import {configName} from '../config/config-file.js';
import {printValue} from '../config/config-syntax.js';
import type {Problem} from '../config/problems.js';
import type {Settings} from '../config/settings.js';
import {configText, writeConfig} from '../config/write-config.js';
import {toFailure} from '../errors.js';
import {shownFile} from '../files/home-path.js';
import {claimTour} from '../files/tour-mark.js';
import {openSource} from '../source/open-source.js';
import type {Source} from '../source/source.js';
import type {Setup} from '../ui/control/setup.js';
import type {ChosenData} from '../ui/state/browse.js';

export type SetupOptions = {
	/** Whether neither the command line nor a file says what to load. */
	readonly isUnconfigured: boolean;
	/** Shown at first. */
	readonly notice: string | undefined;
	/** Called once the user has configured another warehouse. */
	readonly onWarehouse: (settings: Settings) => void;
};

/** Sets the notebook up. */
export function createSetup(settings: Settings, {isUnconfigured, notice, onWarehouse}: SetupOptions): Setup {
	return {
		isFirstRun: isUnconfigured && settings.engine === 'duckdb' && !existsSync(settings.database),
		notice,
		claimTour: () => claimTour(),
		createBrowser: async () => (await import('../source/browse/source-browser.js')).createSourceBrowser(),
		openData: data => openData(settings, data),
		configLines: data =>
			existsSync(configName)
				? Object.entries(configValues(data)).map(([key, value]) => `${key} = ${value}`)
				: undefined,
		writeData: async data => writeData(settings, data),
		async askWarehouse(io) {
			const {askWarehouse} = await import('./setup-warehouse.js');
			const draft = await askWarehouse(io);
			return {
				check: async checking => draft.check(checking),
				take() {
					const problem = draft.write();
					if (problem === undefined) onWarehouse(draft.settings);
					return problem;
				},
			};
		},
	};
}

function openData(settings: Settings, data: ChosenData): Source | Problem {
	if (settings.engine === 'redshift') {
		const local = [data.events, data.songs].find(place => !isS3Address(place));
		if (local !== undefined)
			return {message: `Redshift reads from S3 only, not from ${local}.`, advice: 'Choose s3:// addresses.'};
	}
	const {logJsonPath, region} = settings.source ?? {};
	const folder = commonFolder(data);
	if (folder !== undefined && logJsonPath === undefined && region === undefined)
		return openSource({data: folder, source: undefined});
	return openSource({
		data: undefined,
		source: {
			...data,
			...(logJsonPath !== undefined && {logJsonPath}),
			...(region !== undefined && {region}),
		},
	});
}

/** The folder that holds both as `log_data` and `song_data`, which is a shorter name for them. */
function commonFolder({events, songs}: ChosenData): string | undefined {
	const [, folder] = /^(.+)[/\\]log_data[/\\]?$/.exec(events) ?? [];
	return folder !== undefined && /^[/\\]song_data[/\\]?$/.test(songs.slice(folder.length))
		? folder
		: undefined;
}

function configValues({events, songs}: ChosenData) {
	return {LOG_DATA: printValue(events), SONG_DATA: printValue(songs)};
}

function writeData(settings: Settings, data: ChosenData): string | Problem {
	// It may have been created since the question was asked.
	if (existsSync(configName))
		return {message: `${configName} exists already.`, advice: 'Set LOG_DATA and SONG_DATA in it.'};
	const values = {
		WAREHOUSE: {
			ENGINE: settings.engine,
			...(settings.engine === 'duckdb' && {DATABASE: printValue(settings.database)}),
		},
		S3: configValues(data),
	};
	try {
		writeConfig(configName, configText(values));
		return shownFile(configName);
	} catch (error) {
		return toFailure(error);
	}
}
