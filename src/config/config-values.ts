import {dirname} from 'node:path';
import {type ConfigKey, type ConfigSection, type KeyFlags, keyRow} from './config-keys.js';
import {findMisplaced, isEmpty, misplacedProblem} from './config-problems.js';
import type {ConfigFile} from './config-reading.js';
import {type Environment, readValue} from './config-syntax.js';
import {isProblem, type Problem} from './problems.js';
import type {Reader} from './simple-values.js';

/** A value that is set. */
export type Found = {
	/** Label in messages, e.g. `dwh.cfg:3: HOST` or `PGHOST`. */
	readonly name: string;
	readonly text: string;
	/** Folder that relative paths are resolved against; empty for the working directory. */
	readonly folder: string;
};

/** Substitutes for keys that are not set. */
type Placeholders = Readonly<Record<string, string>>;

const noConfiguration: Problem = {
	message: 'No configuration found.',
	advice: 'Run sparkify-tui init to create one.',
};

/**
The values of the flags, of dwh.cfg, and of libpq's environment variables for those not set there. Each value is parsed on
access, so an unused value may be invalid. Problems are collected and reported together.
*/
export class ConfigValues {
	readonly environment: Environment;
	readonly #file: ConfigFile | undefined;
	readonly #problems: Problem[] = [];
	#isMisplaced = false;
	readonly #flags: KeyFlags;
	readonly #placeholders: Placeholders;
	/** Keys whose placeholder was used. */
	readonly replaced: string[] = [];

	/** @param placeholders Values that `require` uses for keys that are not set, instead of reporting them. */
	constructor(
		file: ConfigFile | undefined,
		environment: Environment,
		flags: KeyFlags = {},
		placeholders: Placeholders = {},
	) {
		this.#file = file;
		this.#flags = flags;
		this.#placeholders = placeholders;
		this.environment = environment;
	}

	get problems(): readonly Problem[] {
		return this.#problems;
	}

	/** The value of a key; undefined if absent, empty or invalid. */
	take<S extends ConfigSection, T>(section: S, key: ConfigKey<S>, read: Reader<T>): T | undefined {
		return this.parse(this.find(section, key), read);
	}

	/** The value of a required key. */
	require<S extends ConfigSection, T>(section: S, key: ConfigKey<S>, read: Reader<T>): T | undefined {
		const found = this.find(section, key);
		if (found !== undefined) return this.parse(found, read);
		const placeholder = this.#placeholders[key];
		if (placeholder !== undefined && !this.reportMisplaced(section, key)) {
			this.replaced.push(key);
			return this.parse({name: key, text: placeholder, folder: ''}, read);
		}
		if (this.#file === undefined) this.report(noConfiguration);
		this.report(this.missing(section, key));
		return undefined;
	}

	/** The value of a key of the file, flags and environment aside. */
	takeInFile<S extends ConfigSection, T>(section: S, key: ConfigKey<S>, read: Reader<T>): T | undefined {
		return this.parse(this.findInFile(section, key), read);
	}

	/** Parses a value that `find` returned; undefined if there is none or it is invalid. */
	parse<T>(found: Found | 'broken' | undefined, read: Reader<T>): T | undefined {
		if (found === undefined || found === 'broken') return undefined;
		const result = read(found.name, found.text, found.folder);
		if (!isProblem(result)) return result;
		const hasComment = !found.name.startsWith('--') && /\s[#;]/.test(found.text);
		this.report(hasComment ? {...result, advice: 'Put comments on a separate line.'} : result);
		return undefined;
	}

	/** The text of a value; `broken` if it can't be evaluated, which is reported. */
	find<S extends ConfigSection>(section: S, key: ConfigKey<S>): Found | 'broken' | undefined {
		const {flag, variable} = keyRow(section, key);
		const typed = flag === undefined ? undefined : this.#flags[flag];
		if (typed !== undefined) return {name: `--${flag}`, text: typed, folder: ''};
		const found = this.findInFile(section, key);
		if (found !== undefined) return found;
		const text = variable === undefined ? undefined : this.environment[variable];
		return variable === undefined || !text ? undefined : {name: variable, text, folder: ''};
	}

	/** Like `find`, without flags and environment variables. */
	findInFile<S extends ConfigSection>(section: S, key: ConfigKey<S>): Found | 'broken' | undefined {
		const entries = this.#file?.entries(section);
		const entry = entries?.get(key.toLowerCase());
		if (this.#file === undefined || entry === undefined) return undefined;
		const {path} = this.#file;
		const name = `${path}:${entry.line}: ${key}`;
		const text = readValue(entry.text, name, other => entries?.get(other)?.text, this.environment);
		if (!isProblem(text)) return text === '' ? undefined : {name, text, folder: dirname(path)};
		this.report(text);
		return 'broken';
	}

	/** Label of a value in the file, e.g. `dwh.cfg:3: HOST`, without evaluating it; undefined if absent or empty. */
	place<S extends ConfigSection>(section: S, key: ConfigKey<S>): string | undefined {
		const entry = this.#file?.entries(section).get(key.toLowerCase());
		if (entry === undefined || isEmpty(entry)) return undefined;
		return `${this.#file?.path}:${entry.line}: ${key}`;
	}

	/** Reports an entry that another template uses in place of a key that the file does not set. */
	reportMisplaced<S extends ConfigSection>(section: S, key: ConfigKey<S>): boolean {
		const isMissing = this.findInFile(section, key) === undefined;
		const problem = isMissing ? this.#misplaced(section, key) : undefined;
		if (problem !== undefined) this.report(problem);
		return problem !== undefined;
	}

	/** Whether a missing key was found elsewhere. */
	get isMisplaced(): boolean {
		return this.#isMisplaced;
	}

	/** Records a problem. */
	report(problem: Problem): void {
		// A value may be read twice.
		if (!this.#problems.some(({message}) => message === problem.message)) this.#problems.push(problem);
	}

	#misplaced(section: ConfigSection, key: string): Problem | undefined {
		const entry = this.#file === undefined ? undefined : findMisplaced(this.#file.all, key);
		if (this.#file === undefined || entry === undefined) return undefined;
		this.#isMisplaced = true;
		return misplacedProblem(this.#file.path, entry, section, key);
	}

	/** The problem of a missing or empty key. */
	missing<S extends ConfigSection>(section: S, key: ConfigKey<S>): Problem {
		const {variable} = keyRow(section, key);
		const orVariable = variable === undefined ? '' : `, or set ${variable}`;
		if (this.#file === undefined) {
			return {message: `${key} is not set.`, advice: `Set it in [${section}] of dwh.cfg${orVariable}.`};
		}
		const misplaced = this.#misplaced(section, key);
		if (misplaced !== undefined) return misplaced;
		const {path, sections, profile} = this.#file;
		const empty = this.#file.entries(section).get(key.toLowerCase());
		if (empty !== undefined) {
			return {message: `${path}:${empty.line}: ${key} is empty.`, advice: `Fill it in${orVariable}.`};
		}
		if (profile !== undefined) {
			return {
				message: `${path}:${profile.line}: [profile ${profile.name}] has no ${key}.`,
				advice: `Add it${orVariable}.`,
			};
		}
		const line = sections.get(section);
		return {
			message:
				line === undefined
					? `${path}: ${key} is not set, and there is no section [${section}].`
					: `${path}:${line}: [${section}] has no ${key}.`,
			...(variable !== undefined && {advice: `Add it${orVariable}.`}),
		};
	}
}
