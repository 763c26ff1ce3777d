#!/usr/bin/env node
// The file that the package runs. Even Node 10 parses it, so that an old Node ends with a message and not with a
// SyntaxError: no syntax newer than that here, and nothing else is loaded before the version is known.
const [major, minor] = process.versions.node.split('.').map(Number);
const minimum = require('../package.json').engines.node.replace('>=', '');
const [minMajor, minMinor] = minimum.split('.').map(Number);
if (major < minMajor || (major === minMajor && minor < minMinor)) {
	process.stderr.write(
		`sparkify-tui: Node ${process.versions.node} is too old. Install Node ${minimum} or newer: https://nodejs.org\n`,
	);
	process.exitCode = 2;
} else {
	import('./cli.mjs');
}
