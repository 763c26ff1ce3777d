import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {generatedFiles} from '../../scripts/reference/generated-files.js';
import {environmentVariables} from '../../src/config/environment-variables.js';
import {packageRoot} from '../../src/package-root.js';

const read = (path: string) => readFileSync(join(packageRoot, path), 'utf8');

test('are what the code says', t => {
	for (const [path, text] of generatedFiles()) t.is(read(path), text, `${path} is out of date: npm run docs`);
});

test('name every environment variable that the program reads', t => {
	const sources = readdirSync(join(packageRoot, 'src'), {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
		.map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
	const found = sources.flatMap(text => [
		...Array.from(text.matchAll(/\b(?:env|environment)(?:\.|\[')([A-Z][A-Z\d_]+)/g), match => match[1]!),
		...Array.from(text.matchAll(/\{([^{}]*)\}(?:: [\w.]+)? = (?:process\.)?(?:env|environment);/g)).flatMap(
			match => match[1]!.match(/\b[A-Z][A-Z\d_]+\b/g) ?? [],
		),
	]);
	const ignored = new Set([
		// Set for the AWS SDK.
		'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
		// The texts write it as ~.
		'HOME',
	]);
	const known = new Set(environmentVariables.map(({name}) => name));
	t.true(found.length > 10);
	t.deepEqual(
		[...new Set(found)].filter(name => !known.has(name) && !ignored.has(name)),
		[],
	);
});

test('have a man page with every command, in text that troff does not take for requests', t => {
	const page = read('man/sparkify-tui.1');
	t.regex(page, /^\.TH SPARKIFY-TUI 1/m);
	for (const line of page.split('\n')) {
		t.regex(line, /^(?:\.(?:\\"|TH|SH|SS|PP|TP|br|nf|fi|ad|BR)\b.*|[^.'].*|)$|^\.\\"/, line);
		t.regex(line, /^[\x20-\x7E]*$/, line);
	}
	const {man, files} = JSON.parse(read('package.json')) as {man: string[]; files: readonly string[]};
	// npm installs no page that is not in a list.
	t.deepEqual(man, ['man/sparkify-tui.1']);
	t.true(files.includes('man'));
});

test('quote errors in words, not as patterns', t => {
	const quoted = [...read('docs/troubleshooting.md').matchAll(/“([^”]*)”/g)].map(match => match[1]!);
	t.true(quoted.length > 20);
	for (const text of quoted) t.regex(text, /^[\w .,:;"'…-]+$/, text);
});
