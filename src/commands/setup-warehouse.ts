import {existsSync} from 'node:fs';
import process from 'node:process';
import {configName, parseConfig} from '../config/config-file.js';
import type {Problem} from '../config/problems.js';
import {type Reading, readSettings} from '../config/read-settings.js';
import type {Settings} from '../config/settings.js';
import {configText, writeConfig} from '../config/write-config.js';
import type {DoctorContext} from '../doctor/doctor-context.js';
import {labels} from '../doctor/finding-lines.js';
import {runChecks} from '../doctor/run-checks.js';
import {readTerminal} from '../doctor/terminal-info.js';
import {TimeLimits} from '../doctor/time-limits.js';
import {toFailure} from '../errors.js';
import type {SetupChecking} from '../ui/control/setup.js';
import {askConfiguration} from './ask-configuration.js';
import {type PromptIo, Prompts} from './prompts.js';
import {withPassword} from './with-password.js';

/** A configuration that is not written yet. */
export class WarehouseDraft {
	readonly #text: string;
	readonly #reading: Reading<Settings>;
	/** With the password that was typed for the checks. */
	#completed: Settings | undefined;

	constructor(text: string) {
		this.#text = text;
		const surroundings = {environment: process.env, folder: ''};
		this.#reading = readSettings({selected: {reading: parseConfig(text, configName)}}, surroundings);
	}

	get settings(): Settings {
		return this.#completed ?? this.#reading.settings;
	}

	/** Runs the doctor's checks. @throws CancelledError */
	async check({signal, readSecret, onBegin, onReport}: SetupChecking): Promise<void> {
		const context: DoctorContext = {
			reading: this.#reading,
			configFile: configName,
			terminal: readTerminal(process.stdin, process.stdout, process.env),
			limits: new TimeLimits(signal),
			complete: async settings => withPassword(this.#completed ?? settings, readSecret),
		};
		try {
			for await (const {id, finding} of runChecks(context, begun => onBegin(labels[begun])))
				onReport({...finding, label: labels[id]});
		} finally {
			this.#completed = context.completed ?? this.#completed;
			await context.warehouse?.close();
			await context.cleanUp?.();
		}
	}

	/** Creates the file. @returns why it can't */
	write(): Problem | undefined {
		if (existsSync(configName))
			return {message: `${configName} exists already.`, advice: 'Move it aside first.'};
		const [problem] = this.#reading.problems;
		if (problem !== undefined) return problem;
		try {
			writeConfig(configName, this.#text);
			return undefined;
		} catch (error) {
			return toFailure(error);
		}
	}
}

/** Asks the questions of `init`. @throws CancelledError */
export async function askWarehouse(io: PromptIo): Promise<WarehouseDraft> {
	const prompts = new Prompts(io, process.env, '.');
	await askConfiguration(prompts, process.env);
	return new WarehouseDraft(configText(prompts.values));
}
