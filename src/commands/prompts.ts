import type {ConfigKey, ConfigSection} from '../config/config-keys.js';
import type {PrintedValues} from '../config/config-template.js';
import {type Environment, readValue} from '../config/config-value.js';
import type {Reader} from '../config/config-values.js';
import {isProblem, type Problem} from '../config/problems.js';
import {CancelledError} from '../errors.js';

/** Somebody who answers. */
export type PromptIo = {
	say(text: string): unknown;
	/** A line; undefined when there will be no more. */
	readLine(question: string): Promise<string | undefined>;
	/** Something that must not be seen. */
	readSecret(question: string): Promise<string>;
};

export type Question<S extends ConfigSection, T> = {
	readonly section: S;
	readonly key: ConfigKey<S>;
	/** What it is about, a line. */
	readonly about: string;
	/** What Enter stands for. */
	readonly defaultValue?: string | undefined;
	/** Where the key may be left out (by the word none, or by Enter where there is no `defaultValue`): what that means. */
	readonly none?: string;
	readonly read: Reader<T>;
};

/** Asks for the values of a configuration file; each answer is held to the rules of the file at once. */
export class Prompts {
	readonly io: PromptIo;
	readonly #environment: Environment;
	readonly #folder: string;
	readonly #values: {[section: string]: {[key: string]: string}} = {};

	/** @param folder Where relative paths in the file start. */
	constructor(io: PromptIo, environment: Environment, folder: string) {
		this.io = io;
		this.#environment = environment;
		this.#folder = folder;
	}

	/** The answers as they are to stand in the file. */
	get values(): PrintedValues {
		return this.#values;
	}

	/** Asks until the answer is a value. Answers undefined when the key is to be left out. @throws CancelledError */
	async ask<S extends ConfigSection, T>(question: Question<S, T>): Promise<T | undefined> {
		const {section, key, about, defaultValue, none, read} = question;
		const shown = defaultValue ?? none;
		this.io.say(`\n${about}`);
		for (;;) {
			const typed = await this.line(`${key}${shown === undefined ? '' : ` [${shown}]`}: `);
			const printed = typed === '' ? defaultValue : typed;
			if (none !== undefined && (printed === undefined || printed.toLowerCase() === 'none')) return undefined;
			if (printed === undefined) {
				this.complain({message: `${key} has to be there.`});
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

	/** Asks for one of some words. @throws CancelledError */
	async choose<W extends string>(question: string, words: readonly [W, ...W[]]): Promise<W> {
		for (;;) {
			const typed = await this.line(`${question} [${words[0]}]: `);
			const word = typed === '' ? words[0] : words.find(known => known === typed.toLowerCase());
			if (word !== undefined) return word;
			this.complain({message: `Type ${words.slice(0, -1).join(', ')} or ${words.at(-1)}.`});
		}
	}

	/** @throws CancelledError when there will be no answer */
	async line(question: string): Promise<string> {
		const typed = await this.io.readLine(question);
		if (typed === undefined) throw stopped();
		return typed.trim();
	}

	/** Asks for something that must not be seen, until there is something. @throws CancelledError */
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

	/** Takes over a value as it is to stand in the file. */
	set<S extends ConfigSection>(section: S, key: ConfigKey<S>, printed: string): void {
		this.#values[section] = {...this.#values[section], [key]: printed};
	}

	complain({message, advice}: Problem): void {
		this.io.say(`  ${[message, advice].filter(text => text !== undefined).join(' ')}`);
	}

	#read<T>(printed: string, key: string, read: Reader<T>): T | Problem {
		const text = readValue(printed, key, () => undefined, this.#environment);
		if (isProblem(text)) return text;
		return text === '' ? {message: `${key} is empty then.`} : read(key, text, this.#folder);
	}
}

function stopped(): CancelledError {
	return new CancelledError('Stopped: nothing was written.');
}
