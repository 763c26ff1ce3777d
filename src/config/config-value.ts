import {configSections, keysOf} from './config-keys.js';
import {interpolate} from './interpolation.js';
import type {Problem} from './problems.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
What a value of the file says: interpolated, out of its quotes, with the environment's variables filled in.
@param name What to call it in a message. The value itself is in no message: it may be a secret.
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
			message: `${name} goes on in the line below it, which is indented.`,
			advice: 'A new key begins at the start of its line.',
		};
	}
	const bare = unquoted(text, name);
	return typeof bare === 'string' ? fillIn(bare, name, environment) : bare;
}

/** Whether an empty value is followed by a key of this program that is indented, and so became the value: maybe a password. */
function swallowsKey(raw: string): boolean {
	const [, key] = /^\s*\n\s*(\w+)\s*[=:]/.exec(raw) ?? [];
	return key !== undefined && configSections.some(section => keysOf(section).includes(key.toUpperCase()));
}

/** Fills in `${NAME}` and `${NAME:-default}`; `$${` stands for `${`. */
function fillIn(text: string, name: string, environment: Environment): string | Problem {
	const unset = new Set<string>();
	const filled = text.replaceAll(
		/\$?\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g,
		(match, variable: string, otherwise: string | undefined) => {
			if (match.startsWith('$$')) return match.slice(1);
			const value = environment[variable];
			// As in a shell: a default stands for what is empty too.
			if (otherwise !== undefined) return value || otherwise;
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

/** Takes off one pair of quotes, no matter what is between them. */
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
		message: `${name} goes on behind its quotes.`,
		advice: 'A comment needs a line of its own.',
	};
}

function isQuoted(text: string): boolean {
	return text.length > 1 && /^["']/.test(text) && text.endsWith(text[0]!);
}

/** The quote that a value begins with and does not end with: as in configparser it is part of the value. */
export function openQuote(text: string): string | undefined {
	return isQuoted(text) ? undefined : /^["']/.exec(text)?.[0];
}
