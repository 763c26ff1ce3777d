import {configSections, keysOf} from './config-keys.js';
import {interpolate} from './interpolation.js';
import type {Problem} from './problems.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
Evaluates a value of the file: interpolates it, strips its quotes, and substitutes environment variables.
@param name Label of the value in messages. Messages never contain the value: it may be a secret.
*/
export function readValue(
	raw: string,
	name: string,
	lookUp: (key: string) => string | undefined,
	environment: Environment,
): string | Problem {
	const text = interpolate(raw, lookUp).trim();
	if (text.includes('\n') || swallowsKey(raw)) {
		return {
			message: `${name} continues on the next line, which is indented.`,
			advice: 'Start each key at the beginning of its line.',
		};
	}
	const bare = unquoted(text, name);
	return typeof bare === 'string' ? substitute(bare, name, environment) : bare;
}

/** Whether an empty value continues with an indented key of this program, which may be a password. */
function swallowsKey(raw: string): boolean {
	const [, key] = /^\s*\n\s*(\w+)\s*[=:]/.exec(raw) ?? [];
	return key !== undefined && configSections.some(section => keysOf(section).includes(key.toUpperCase()));
}

/** Substitutes `${NAME}` and `${NAME:-default}`; `$${` is an escaped `${`. */
function substitute(text: string, name: string, environment: Environment): string | Problem {
	const unset = new Set<string>();
	const filled = text.replaceAll(
		/\$?\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g,
		(match, variable: string, fallback: string | undefined) => {
			if (match.startsWith('$$')) return match.slice(1);
			const value = environment[variable];
			// As in a shell, the default also replaces an empty value.
			if (fallback !== undefined) return value || fallback;
			if (value === undefined) unset.add(variable);
			return value ?? '';
		},
	);
	if (unset.size === 0) return filled;
	const names = [...unset].join(' and ');
	return unset.size === 1
		? {
				message: `${name} needs the environment variable ${names}, which is not set.`,
				advice: 'Set it before you start the program.',
			}
		: {
				message: `${name} needs the environment variables ${names}, which are not set.`,
				advice: 'Set them before you start the program.',
			};
}

/** Strips one pair of quotes, whatever is between them. */
function unquoted(text: string, name: string): string | Problem {
	if (isQuoted(text)) return text.slice(1, -1);
	if (/^[\u2018-\u201F]|[\u2018-\u201F]$/.test(text)) {
		return {
			message: `${name} has curly quotes, which are part of the value.`,
			advice: `Use straight quotes, " or ', or none.`,
		};
	}
	if (!/^(["']).*\1\s+[#;]/.test(text)) return text;
	return {
		message: `${name} has text after its closing quote.`,
		advice: 'Put comments on a separate line.',
	};
}

function isQuoted(text: string): boolean {
	return text.length > 1 && /^["']/.test(text) && text.endsWith(text[0]!);
}

/** An opening quote without its closing one. As in configparser, it is part of the value. */
export function unclosedQuote(text: string): string | undefined {
	return isQuoted(text) ? undefined : /^["']/.exec(text)?.[0];
}
