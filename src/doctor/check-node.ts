import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {packageRoot} from '../package-root.js';
import {type Finding, failed, ok} from './finding.js';

/** Checks the Node version against package.json. */
export async function checkNode(): Promise<Finding> {
	const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
		readonly version: string;
		readonly engines: {readonly node: string};
	};
	const {arch, platform, version} = process;
	const found = `${version} on ${platform} ${arch}, sparkify-tui ${manifest.version}`;
	return judgeNode(version, manifest.engines.node, found);
}

/** @param version `v20.20.1` @param range `>=20.20` */
export function judgeNode(version: string, range: string, found: string): Finding {
	const minimum = range.replace(/^>=\s*/, '');
	if (compareVersions(version.replace(/^v/, ''), minimum) >= 0) return ok(found);
	return failed(found, [`Install Node ${minimum} or newer from https://nodejs.org or with nvm.`]);
}

/** Negative if `a` is older. Missing parts count as 0. */
export function compareVersions(a: string, b: string): number {
	const [left, right] = [a, b].map(text => text.split('.').map(part => Number.parseInt(part, 10)));
	for (let part = 0; part < 3; part++) {
		const difference = (left?.[part] || 0) - (right?.[part] || 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
