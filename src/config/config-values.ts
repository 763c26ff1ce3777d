import {dirname} from 'node:path';
import type {ConfigFile} from './config-file.js';
import {type ConfigKey, type ConfigSection, libpqVariables} from './config-keys.js';
import {type Environment, readValue} from './config-value.js';
import {findMisplaced, misplacedProblem} from './misplaced-keys.js';
import {isProblem, type Problem} from './problems.js';

/** A value that somebody has set. */
export type Found = {
	/** What to call it in a message, e.g. `dwh.cfg:3: HOST` or `PGHOST`. */
	readonly name: string;
	readonly text: string;
	/** Folder that a relative path starts from; empty for the working folder. */
	readonly folder: string;
};

/** Understands a value, or says what is wrong with it. */
export type Reader<T> = (name: string, text: string, folder: string) => T | Problem;

/** Texts for keys that are not set. */
type Placeholders = Readonly<Partial<Record<ConfigKey, string>>>;

const nothingThere: Problem = {
	message: 'There is no configuration yet.',
	advice: 'sparkify-tui init asks for one and writes it.',
};

/**
The values of dwh.cfg and, where it leaves them out, those of libpq's variables. Each is understood when it is asked for:
what is not used need not be right. Mistakes are kept, to be told all at once.
*/
export class ConfigValues {
	readonly environment: Environment;
	readonly #file: ConfigFile | undefined;
	readonly #problems: Problem[] = [];
	#isMisplaced = false;
	readonly #placeholders: Placeholders;
	/** The keys whose placeholder was used. */
	readonly replaced: ConfigKey[] = [];

	/** @param placeholders What `need` takes for a key that is not set, instead of reporting it. */
	constructor(file: ConfigFile | undefined, environment: Environment, placeholders: Placeholders = {}) {
		this.#file = file;
		this.#placeholders = placeholders;
		this.environment = environment;
	}

	get problems(): readonly Problem[] {
		return this.#problems;
	}

	/** The value of a key; undefined where it is absent, empty or mistaken. */
	take<S extends ConfigSection, T>(section: S, key: ConfigKey<S>, read: Reader<T>): T | undefined {
		return this.understand(this.find(section, key), read);
	}

	/** The same for a key that has to be there. */
	need<S extends ConfigSection, T>(section: S, key: ConfigKey<S>, read: Reader<T>): T | undefined {
		const found = this.find(section, key);
		const placeholder = this.#placeholders[key];
		if (found === undefined && placeholder !== undefined && !this.reportMisplaced(section, key)) {
			this.replaced.push(key);
			return this.#keep(read(key, placeholder, ''));
		}
		if (found === undefined) {
			if (this.#file === undefined) this.report(nothingThere);
			this.report(this.missing(section, key));
		}
		return this.understand(found, read);
	}

	/** The value of a flag; undefined where it is mistaken. */
	takeFlag<T>(name: string, text: string, read: Reader<T>): T | undefined {
		return this.#keep(read(name, text, ''));
	}

	/** What was found, understood; undefined where that is nothing or mistaken. */
	understand<T>(found: Found | 'broken' | undefined, read: Reader<T>): T | undefined {
		if (found === undefined || found === 'broken') return undefined;
		const answer = read(found.name, found.text, found.folder);
		const hasComment = isProblem(answer) && /\s[#;]/.test(found.text);
		return this.#keep(hasComment ? {...answer, advice: 'A comment needs a line of its own.'} : answer);
	}

	/** A value as text; `broken` where there is one that cannot be read, whose mistake is kept. */
	find<S extends ConfigSection>(section: S, key: ConfigKey<S>): Found | 'broken' | undefined {
		const found = this.findInFile(section, key);
		if (found !== undefined) return found;
		const variable = section === 'CLUSTER' ? libpqVariables[key] : undefined;
		const text = variable === undefined ? undefined : this.environment[variable];
		return variable === undefined || !text ? undefined : {name: variable, text, folder: ''};
	}

	/** The same from the file alone. */
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

	/** What to call a value that the file has, e.g. `dwh.cfg:3: HOST`; it is not read. Undefined where it is absent or empty. */
	place<S extends ConfigSection>(section: S, key: ConfigKey<S>): string | undefined {
		const entry = this.#file?.entries(section).get(key.toLowerCase());
		if (entry === undefined || /^(?:|""|'')$/.test(entry.text)) return undefined;
		return `${this.#file?.path}:${entry.line}: ${key}`;
	}

	/** Reports an entry that another template has in place of a key, where the file lacks the key itself. */
	reportMisplaced<S extends ConfigSection>(section: S, key: ConfigKey<S>): boolean {
		const isMissing = this.findInFile(section, key) === undefined;
		const problem = isMissing ? this.#misplaced(section, key) : undefined;
		if (problem !== undefined) this.report(problem);
		return problem !== undefined;
	}

	/** Whether a missing key was found in another place. */
	get isMisplaced(): boolean {
		return this.#isMisplaced;
	}

	/** Keeps a mistake. */
	report(problem: Problem): void {
		// A value may be asked for twice.
		if (!this.#problems.some(({message}) => message === problem.message)) this.#problems.push(problem);
	}

	#keep<T>(answer: T | Problem): T | undefined {
		if (!isProblem(answer)) return answer;
		this.report(answer);
		return undefined;
	}

	#misplaced(section: ConfigSection, key: string): Problem | undefined {
		const entry = this.#file === undefined ? undefined : findMisplaced(this.#file, key);
		if (this.#file === undefined || entry === undefined) return undefined;
		this.#isMisplaced = true;
		return misplacedProblem(this.#file.path, entry, section, key);
	}

	/** What to say of a key that is missing or empty. */
	missing<S extends ConfigSection>(section: S, key: ConfigKey<S>): Problem {
		const variable = section === 'CLUSTER' ? libpqVariables[key] : undefined;
		const otherwise = variable === undefined ? '' : `, or set ${variable}`;
		if (this.#file === undefined) {
			return {message: `There is no ${key}.`, advice: `Set it in [${section}] of dwh.cfg${otherwise}.`};
		}
		const misplaced = this.#misplaced(section, key);
		if (misplaced !== undefined) return misplaced;
		const {path, sections} = this.#file;
		const empty = this.#file.entries(section).get(key.toLowerCase());
		if (empty !== undefined) {
			return {message: `${path}:${empty.line}: ${key} is empty.`, advice: `Fill it in${otherwise}.`};
		}
		const line = sections.get(section);
		return {
			message:
				line === undefined
					? `${path}: There is no ${key}, and no section [${section}] for it.`
					: `${path}:${line}: [${section}] has no ${key}.`,
			...(variable !== undefined && {advice: `Add it${otherwise}.`}),
		};
	}
}
