import type {ConfigKey, ConfigSection} from '../config/config-keys.js';
import {type Environment, readValue} from '../config/config-syntax.js';
import {isProblem, type Problem} from '../config/problems.js';
import type {Reader} from '../config/simple-values.js';
import type {PrintedValues} from '../config/write-config.js';
import {CancelledError} from '../errors.js';

/** Where questions are asked and answered. */
export type PromptIo = {
	say(text: string): unknown;
	/** Resolves to undefined at the end of the input. */
	readLine(question: string): Promise<string | undefined>;
	/** Reads a line without echoing it. */
	readSecret(question: string): Promise<string>;
};

type Choices = {
	/** The value Enter selects. */
	readonly defaultValue?: string | undefined;
	/** For an optional key: what leaving it out means. The user types `none`, or Enter if there is no `defaultValue`. */
	readonly none?: string;
};

/** Asks for the values of a configuration file and validates each answer at once. */
export class Prompts {
	readonly io: PromptIo;
	readonly #environment: Environment;
	readonly #folder: string;
	readonly #values: {[section: string]: {[key: string]: string}} = {};

	/** @param folder The base of relative paths in the file. */
	constructor(io: PromptIo, environment: Environment, folder: string) {
		this.io = io;
		this.#environment = environment;
		this.#folder = folder;
	}

	/** The answers as written to the file. */
	get values(): PrintedValues {
		return this.#values;
	}

	/**
	Asks until the answer is valid. Returns undefined if the key is left out.
	@param about One line of explanation.
	@throws CancelledError
	*/
	async ask<S extends ConfigSection, T>(
		section: S,
		key: ConfigKey<S>,
		about: string,
		read: Reader<T>,
		{defaultValue, none}: Choices = {},
	): Promise<T | undefined> {
		const shown = defaultValue ?? none;
		this.io.say(`\n${about}`);
		for (;;) {
			const typed = await this.line(`${key}${shown === undefined ? '' : ` [${shown}]`}: `);
			const printed = typed === '' ? defaultValue : typed;
			if (none !== undefined && (printed === undefined || printed.toLowerCase() === 'none')) return undefined;
			if (printed === undefined) {
				this.complain({message: `${key} is required.`});
				continue;
			}
			const value = this.#read(printed, key, read);
			if (!isProblem(value)) {
				this.set(section, key, printed);
				return value;
			}
			this.complain(value);
		}
	}

	/** Asks for one of `words`; the first is the default. @throws CancelledError */
	async choose<W extends string>(question: string, words: readonly [W, ...W[]]): Promise<W> {
		for (;;) {
			const typed = await this.line(`${question} [${words[0]}]: `);
			const word = typed === '' ? words[0] : words.find(known => known === typed.toLowerCase());
			if (word !== undefined) return word;
			this.complain({message: `Type ${words.slice(0, -1).join(', ')} or ${words.at(-1)}.`});
		}
	}

	/** @throws CancelledError at the end of the input */
	async line(question: string): Promise<string> {
		const typed = await this.io.readLine(question);
		if (typed === undefined) throw stopped();
		return typed.trim();
	}

	/** Asks for a secret until one is typed. @throws CancelledError */
	async secret(question: string): Promise<string> {
		for (;;) {
			try {
				const typed = await this.io.readSecret(question);
				if (typed !== '') return typed;
			} catch (error) {
				throw error instanceof CancelledError ? stopped() : error;
			}
		}
	}

	/** Sets a value as written to the file. */
	set<S extends ConfigSection>(section: S, key: ConfigKey<S>, printed: string): void {
		this.#values[section] = {...this.#values[section], [key]: printed};
	}

	complain({message, advice}: Problem): void {
		this.io.say(`  ${[message, advice].filter(text => text !== undefined).join(' ')}`);
	}

	#read<T>(printed: string, key: string, read: Reader<T>): T | Problem {
		const text = readValue(printed, key, () => undefined, this.#environment);
		if (isProblem(text)) return text;
		return text === '' ? {message: `${key} would be empty.`} : read(key, text, this.#folder);
	}
}

function stopped(): CancelledError {
	return new CancelledError('Cancelled. Nothing was written.');
}
