import type {Problem} from '../../config/problems.js';
import type {SourceBrowser} from '../../source/browse/source-browser.js';
import type {Source} from '../../source/source.js';
import type {ChosenData} from '../state/browse.js';

/** What the notebook needs to set itself up. Reads and writes the configuration, of which the screen knows nothing. */
export type Setup = {
	/** Whether nothing is configured and nothing was loaded, so that the notebook opens on its choices. */
	readonly isFirstRun: boolean;
	createBrowser(): Promise<SourceBrowser>;
	/** Opens the chosen folders, or returns why the warehouse can't load from them. */
	openData(data: ChosenData): Source | Problem;
	/** The lines that name the folders in an existing configuration file; undefined if there is none. */
	configLines(data: ChosenData): readonly string[] | undefined;
	/** Creates the configuration file with the chosen folders. Returns its path, or why it can't be written. */
	writeData(data: ChosenData): Promise<string | Problem>;
};
