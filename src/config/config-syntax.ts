import {configSections, keysOf} from './config-keys.js';
import type {Problem} from './problems.js';

/** A raw value from the file, with the line of its key. Line numbers start at 1. */
export type ConfigEntry = {readonly text: string; readonly line: number};

/** An entry with its section and key; the section may belong to another program. */
export type PlacedEntry = ConfigEntry & {readonly section: string; readonly key: string};

export type ConfigSyntax = {
	readonly sections: ReadonlyArray<{
		readonly name: string;
		readonly line: number;
		readonly entries: readonly PlacedEntry[];
	}>;
	readonly unreadable: ReadonlyArray<{readonly reason: string; readonly line: number}>;
};

/**
Splits a text exactly as Python's configparser does. The first `=` or `:` ends the key. `#` and `;` start a comment only
at the beginning of a line. A line indented deeper than the key above continues its value, after a line feed.
@param exampleSection A section of the file, for messages.
*/
export function splitConfig(text: string, exampleSection = 'CLUSTER'): ConfigSyntax {
	type OpenEntry = {readonly key: string; readonly line: number; readonly parts: string[]};
	const sections: Array<{readonly name: string; readonly line: number; readonly entries: OpenEntry[]}> = [];
	const unreadable: Array<ConfigSyntax['unreadable'][number]> = [];
	let open: OpenEntry | undefined;
	let indentation = 0;
	const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
	for (const [index, physical] of lines.entries()) {
		const line = index + 1;
		const content = physical.trim();
		if (/^[#;]/.test(content)) continue;
		const indent = physical.search(/\S/);
		if (content === '' || (open !== undefined && indent > indentation)) {
			open?.parts.push(content);
			continue;
		}
		open = undefined;
		indentation = indent;
		const [, name] = /^\[([^\]]+)\]/.exec(content) ?? [];
		const [, key, value] = /^(.*?)\s*[=:]\s*(.*)$/s.exec(content) ?? [];
		const section = sections.at(-1);
		if (name !== undefined) {
			sections.push({name: name.trim(), line, entries: []});
		} else if (key === undefined || value === undefined || key === '' || section === undefined) {
			unreadable.push({reason: unreadableReason(content, key, exampleSection), line});
		} else {
			open = {key, line, parts: [value]};
			section.entries.push(open);
		}
	}
	return {
		sections: sections.map(({name, line, entries}) => ({
			name,
			line,
			entries: entries.map(({parts, ...entry}) => ({
				...entry,
				section: name,
				text: parts.join('\n').trimEnd(),
			})),
		})),
		unreadable,
	};
}

/** Never quotes the line: it may be part of a password. */
function unreadableReason(content: string, key: string | undefined, exampleSection: string): string {
	if (content.startsWith('[')) return 'The section has no name or no closing bracket.';
	if (key === undefined) return 'Expected a section, a key with a value, or a comment.';
	return key === ''
		? 'The value has no key.'
		: `The key comes before the first section, such as [${exampleSection}].`;
}

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

/** Maximum nesting of references; anything deeper is treated as a cycle. */
const maxDepth = 10;

/**
Interpolates a value as configparser does: `%(key)s` is the value of that key, `%%` a percent sign. A value with any other
percent sign, which configparser rejects, is returned unchanged.
@param lookUp Returns the raw text of a lower-case key in the same section.
*/
export function interpolate(text: string, lookUp: (key: string) => string | undefined): string {
	return expand(text, lookUp, 1) ?? text;
}

/** Escapes a text so that `interpolate` returns it unchanged. */
export function escapePercent(text: string): string {
	return text.replaceAll('%', '%%');
}

function expand(
	text: string,
	lookUp: (key: string) => string | undefined,
	depth: number,
): string | undefined {
	if (depth > maxDepth) return undefined;
	let result = '';
	let end = 0;
	for (const {0: match, 1: key, index} of text.matchAll(/%%|%\(([^)]+)\)s|%/g)) {
		result += text.slice(end, index);
		end = index + match.length;
		if (match === '%%') {
			result += '%';
			continue;
		}
		const raw = key === undefined ? undefined : lookUp(key.toLowerCase());
		const value = raw === undefined ? undefined : expand(raw, lookUp, depth + 1);
		if (value === undefined) return undefined;
		result += value;
	}
	return result + text.slice(end);
}

/** The dollar sign of a reference to an environment variable. */
const reference = /\$(?=\{[A-Za-z_]\w*(?::-[^}]*)?\})/g;

/** Encodes a text for dwh.cfg so that it is read back unchanged. The text must not contain line breaks. */
export function printValue(text: string): string {
	const escaped = escapePercent(text.replaceAll(reference, () => '$$'));
	return /^["'\s]|\s$/.test(escaped) ? `"${escaped}"` : escaped;
}
