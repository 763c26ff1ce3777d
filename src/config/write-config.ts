import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError} from '../errors.js';
import {replaceFile, requireWritableFolder} from '../files/replace-file.js';
import {packageRoot} from '../package-root.js';
import {type ConfigKey, type ConfigSection, configSections, keysOf} from './config-keys.js';

/** Values as they are written to the file, by section and key. */
export type PrintedValues = {readonly [S in ConfigSection]?: {readonly [K in ConfigKey<S>]?: string}};

/**
Fills in a commented configuration file. Keys without a value become comments that show an example. Comments and order
are preserved.
@throws Error when a key has no line in the template, which is a bug
*/
export function fillTemplate(template: string, values: PrintedValues): string {
	const open = new Map<string, string>();
	for (const section of configSections) {
		for (const [key, value] of Object.entries(values[section] ?? {})) open.set(`${section}.${key}`, value);
	}
	let section: ConfigSection | undefined;
	const lines = template.split('\n').map(line => {
		const [, name] = /^\[(\w+)\]$/.exec(line) ?? [];
		if (name !== undefined) section = configSections.find(known => known === name);
		const [, key, example] = /^(?:# )?([A-Z_]+) = (.*)$/.exec(line) ?? [];
		if (section === undefined || key === undefined || !keysOf(section).includes(key)) return line;
		const place = `${section}.${key}`;
		const value = open.get(place);
		open.delete(place);
		return value === undefined ? `# ${key} = ${example}` : `${key} = ${value}`;
	});
	if (open.size > 0) throw new Error(`The template has no line for ${[...open.keys()].join(', ')}.`);
	return lines.join('\n');
}

/** The commented example that new configuration files are made from. */
export const templatePath = join(packageRoot, 'dwh.cfg.example');

/** The text of a new configuration file. */
export function configText(values: PrintedValues): string {
	return fillTemplate(readFileSync(templatePath, 'utf8'), values);
}

/** Writes a configuration file atomically, readable only by its owner. @throws UsageError when it can't be written */
export function writeConfig(path: string, text: string): void {
	orUsageError(path, () => replaceFile(path, text));
}

/** Checks that a configuration file can be written. @throws UsageError when it can't */
export function requireWritable(path: string): void {
	orUsageError(path, () => requireWritableFolder(path));
}

function orUsageError(path: string, write: () => void): void {
	try {
		write();
	} catch (error) {
		const {code = String(error)} = error as NodeJS.ErrnoException;
		throw new UsageError(
			{
				message: `${path} cannot be written: ${code}.`,
				advice: 'Check that the folder exists and that you may write to it.',
			},
			{cause: error},
		);
	}
}
