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
