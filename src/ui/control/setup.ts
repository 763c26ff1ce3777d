import type {Problem} from '../../config/problems.js';
import type {SourceBrowser} from '../../source/browse/source-browser.js';
import type {Source} from '../../source/source.js';
import type {ChosenData} from '../state/browse.js';
import type {SetupReport} from '../state/warehouse-setup.js';

/** What the notebook needs to set itself up. Reads and writes the configuration, of which the screen knows nothing. */
export type Setup = {
	/** Whether nothing is configured and nothing was loaded, so that the notebook opens on its choices. */
	readonly isFirstRun: boolean;
	/** Whether the tour has not been shown yet. From now on, it has. */
	claimTour(): boolean;
	/** Shown at first, e.g. which file was created. */
	readonly notice?: string | undefined;
	createBrowser(): Promise<SourceBrowser>;
	/** Opens the chosen folders, or returns why the warehouse can't load from them. */
	openData(data: ChosenData): Source | Problem;
	/** The lines that name the folders in an existing configuration file; undefined if there is none. */
	configLines(data: ChosenData): readonly string[] | undefined;
	/** Creates the configuration file with the chosen folders. Returns its path, or why it can't be written. */
	writeData(data: ChosenData): Promise<string | Problem>;
	/** Asks for the configuration of a warehouse. @throws CancelledError */
	askWarehouse(io: SetupIo): Promise<ConfigDraft>;
};

/** A configuration that is not written yet. */
export type ConfigDraft = {
	/** Checks everything that a load with it needs. @throws CancelledError */
	check(checking: SetupChecking): Promise<void>;
	/** Creates the configuration file. The notebook opens with it once this one has ended. @returns why it can't be written */
	take(): Problem | undefined;
};

/** Where the questions are asked. */
export type SetupIo = {
	say(text: string): void;
	readLine(question: string): Promise<string>;
	readSecret(question: string): Promise<string>;
};

/** How checks run and report. */
export type SetupChecking = {
	readonly signal: AbortSignal;
	/** Asks for a password that the configuration doesn't have. */
	readonly readSecret: (question: string) => Promise<string>;
	readonly onBegin: (label: string) => void;
	readonly onReport: (report: SetupReport) => void;
};
