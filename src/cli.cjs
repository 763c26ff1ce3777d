#!/usr/bin/env node
// The package's entry point. Must parse on Node 10, so that an old Node prints a message instead of a SyntaxError: use no
// newer syntax, and load nothing else before the version check.
// biome-ignore lint/style/useNodejsImportProtocol: Node 10 does not know it.
const {readFileSync} = require('fs');

const [major, minor] = process.versions.node.split('.').map(Number);
// Faster than to require it, for which Node looks for a package of this name.
const manifest = JSON.parse(readFileSync(`${__dirname}/../package.json`, 'utf8'));
const minimum = manifest.engines.node.replace('>=', '');
const [minMajor, minMinor] = minimum.split('.').map(Number);
if (major < minMajor || (major === minMajor && minor < minMinor)) {
	process.stderr.write(
		`sparkify-tui: Node ${process.versions.node} is too old. Install Node ${minimum} or newer: https://nodejs.org\n`,
	);
	process.exitCode = 2;
} else {
	import('./cli.mjs').then(cli => cli.main());
}
