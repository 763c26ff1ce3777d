import {readdirSync, statSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import type {Problem} from './problems.js';

const needed = ['log_data', 'song_data'] as const;
/** Names of a folder's content that a message tells. */
const namesShown = 4;

/** What is wrong with a folder that should hold `log_data/` and `song_data/`. */
export function checkDataFolder(folder: string): readonly Problem[] {
	if (folder === '') return [{message: '--data takes the name of a folder, not nothing.'}];
	try {
		const stats = statSync(folder, {throwIfNoEntry: false});
		if (stats === undefined) return [{message: `--data ${folder}: there is no such folder.`}];
		if (!stats.isDirectory()) return [{message: `--data ${folder} is a file, not a folder.`}];
		const missing = needed.filter(
			name => statSync(join(folder, name), {throwIfNoEntry: false})?.isDirectory() !== true,
		);
		if (missing.length === 0) return [];
		return [
			{
				message: `--data ${folder} has no ${missing.map(name => `${name}/`).join(' and no ')}; ${contents(folder)}.`,
				advice: needed.some(name => name === basename(folder))
					? `Name the folder above it: --data ${dirname(folder)}`
					: 'Name the folder that holds both.',
			},
		];
	} catch (error) {
		const detail = error instanceof Error ? error.message : String(error);
		return [{message: `--data ${folder} cannot be read: ${detail}.`}];
	}
}

/** What a folder holds, e.g. `it holds a.json, b/ and 3 more`. */
function contents(folder: string): string {
	const entries = readdirSync(folder, {withFileTypes: true})
		.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
		.sort();
	if (entries.length === 0) return 'it is empty';
	const shown = entries.slice(0, namesShown).join(', ');
	const more = entries.length - namesShown;
	return more > 0 ? `it holds ${shown} and ${more} more` : `it holds ${shown}`;
}
