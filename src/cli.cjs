#!/usr/bin/env node
// The package's entry point. Must parse on Node 10, so that an old Node prints a message instead of a SyntaxError: use no
// newer syntax, and load nothing else before the version check.
const [major, minor] = process.versions.node.split('.').map(Number);
const minimum = require('../package.json').engines.node.replace('>=', '');
const [minMajor, minMinor] = minimum.split('.').map(Number);
if (major < minMajor || (major === minMajor && minor < minMinor)) {
	process.stderr.write(
		`sparkify-tui: Node ${process.versions.node} is too old. Install Node ${minimum} or newer: https://nodejs.org\n`,
	);
	process.exitCode = 2;
} else {
	import('./cli.mjs').then(cli => cli.main());
}
