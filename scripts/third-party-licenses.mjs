// Collects the licences of the bundled packages.
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

/**
Copyright lines, from sources or README, of packages without a licence text. All are MIT.
@type {Readonly<Record<string, string>>}
*/
const copyrights = {
	'ink-table': 'Copyright (c) Matic Zavadlal',
	'yoga-layout': 'Copyright (c) Meta Platforms, Inc. and affiliates.',
};
/** @typedef {{outputs: Record<string, {inputs: Record<string, {bytesInOutput: number}>}>}} Metafile */
/** @typedef {Awaited<ReturnType<typeof readPackage>>} Package */

/** Not in the metafile, but its runtime library is compiled into records.wasm. */
const compiledIn = ['node_modules/assemblyscript'];

/**
Returns one text with all licences. Packages with the same text are listed together.
@param {Metafile} metafile esbuild's; its paths start from `root`.
@throws Error that lists the packages without a licence text
*/
export async function thirdPartyLicenses(metafile, root = '.', others = compiledIn) {
	const folders = [...new Set([...bundledFolders(metafile), ...others])].sort();
	const packages = await Promise.all(folders.map(async folder => readPackage(join(root, folder))));
	const mit = await readFile('LICENSE', 'utf8');
	const groups = new Map();
	const missing = [];
	for (const one of packages) {
		const text = one.text ?? textFromRepository(one, packages) ?? textFromCopyright(one, mit);
		if (text === undefined) missing.push(one.title);
		else groups.set(text, [...(groups.get(text) ?? []), one.title]);
	}
	if (missing.length > 0) {
		throw new Error(
			`No licence text for ${missing.join(', ')}. Add its copyright line to scripts/third-party-licenses.mjs.`,
		);
	}
	const sections = [...groups].map(
		([text, titles]) => `${'='.repeat(80)}\n${titles.join('\n')}\n\n${text}\n`,
	);
	return `The files in dist/ contain code of the packages below, under these licences.\n\n${sections.join('\n')}`;
}

/**
Folders of packages with at least one byte in the output.
@param {Metafile} metafile
*/
function bundledFolders({outputs}) {
	return Object.values(outputs)
		.flatMap(({inputs}) => Object.entries(inputs))
		.filter(([, {bytesInOutput}]) => bytesInOutput > 0)
		.flatMap(([path]) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
}

/** @param {string} folder */
async function readPackage(folder) {
	const {name, version, license, repository} = JSON.parse(
		await readFile(join(folder, 'package.json'), 'utf8'),
	);
	const files = (await readdir(folder)).sort();
	/** @param {RegExp} pattern */
	const read = async pattern => {
		const texts = await Promise.all(
			files.filter(file => pattern.test(file)).map(async file => readFile(join(folder, file), 'utf8')),
		);
		return texts.map(normalized).join('\n\n') || undefined;
	};
	return {
		name,
		title: `${name} ${version}`,
		license,
		repository: repository?.url ?? repository,
		text:
			// A NOTICE is not a licence.
			(await read(/^(?:licen[sc]e|copying)/i)) === undefined
				? licenseSection((await read(/^readme/i)) ?? '')
				: await read(/^(?:licen[sc]e|copying|notice)/i),
	};
}

/**
Extracts the licence from a README, where some packages have it at the end.
@param {string} readme
*/
function licenseSection(readme) {
	const [, section] = /^#+ *licen[sc]e *\n+([\s\S]*)/im.exec(readme) ?? [];
	return section?.includes('Permission is hereby granted') ? section : undefined;
}

/**
Finds the licence of the package's repository, since not every AWS SDK package contains it.
@param {Package} one
@param {readonly Package[]} packages
*/
function textFromRepository({repository, license}, packages) {
	return packages.find(
		other =>
			repository !== undefined && other.repository === repository && other.license === license && other.text,
	)?.text;
}

/**
@param {Package} one
@param {string} mit
*/
function textFromCopyright({name, license}, mit) {
	const copyright = copyrights[name];
	return copyright !== undefined && license === 'MIT'
		? normalized(mit.replace(/^Copyright.*$/m, copyright))
		: undefined;
}

/** @param {string} text */
function normalized(text) {
	return text.replaceAll('\r\n', '\n').trim();
}
