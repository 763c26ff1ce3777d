import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {withSavedOutputs} from '../../scripts/reference/saved-outputs.js';
import {commandNames} from '../../src/commands/command-table.js';
import {readSettings} from '../../src/config/read-settings.js';
import {projectSettingsName, readSettingsFiles, settingsPaths} from '../../src/config/settings-file.js';
import type {PipelineEvent} from '../../src/load/events.js';
import {packageRoot} from '../../src/package-root.js';
import {eventJson, runFinishedJson, waitingJson} from '../../src/plain/event-json.js';
import {environment, program, workFolder} from '../commands/run-program.js';
import {shellCommands} from '../support/shell-words.js';
import {enterExampleFolder, parseDocumented} from './documented-commands.js';
import {loadSample} from './load-sample.js';
import {documentedParameters, pages, pagesWithSql, readPage} from './pages.js';

type Block = {readonly language: string; readonly text: string; readonly line: number};

/** The fenced blocks of a page, at the root or in a list. */
function blocksOf(path: string): readonly Block[] {
	const text = readPage(path);
	return [...text.matchAll(/^([ ]*)(`{3,})([^\n`]*)\n([\s\S]*?)^\1\2$/gm)].map(match => ({
		language: match[3]!.split(' ', 1)[0]!,
		text: match[4]!.replaceAll(new RegExp(`^${match[1]}`, 'gm'), ''),
		line: text.slice(0, match.index).split('\n').length,
	}));
}

let sample: Awaited<ReturnType<typeof loadSample>>;
test.before(async () => {
	sample = await loadSample();
});
test.after.always(async () => sample.close());

test('SQL runs on the bundled sample with the results shown', async t => {
	const paths = pagesWithSql();
	t.true(paths.includes('docs/star-schema.md') && paths.includes('docs/recipes.md'));
	for (const path of paths) {
		const text = readPage(path);
		const fresh = await withSavedOutputs(path, text, sample.session, documentedParameters);
		t.is(text, fresh, `${path} is out of date: npm run docs`);
	}
});

test('SQL within lists runs too', async t => {
	const nested = pages.flatMap(path => [...readPage(path).matchAll(/^ +```sql\n([\s\S]*?)^ +```$/gm)]);
	t.true(nested.length > 0);
	for (const [, sql = ''] of nested) await t.notThrowsAsync(sample.session.run(sql), sql);
});

const {scripts} = JSON.parse(readPage('package.json')) as {scripts: Readonly<Record<string, string>>};

/** Returns what is wrong with a command of a page; undefined if nothing is. */
function problemWith(words: readonly string[], isPiped: boolean): string | undefined {
	const own = words[0] === 'npx' ? words.slice(1) : words;
	if (own[0] === 'sparkify-tui') {
		try {
			parseDocumented(own.slice(1), isPiped);
			return undefined;
		} catch (error) {
			return String(error);
		}
	}
	const [name, first = '', second = ''] = words;
	if (name === 'npm') {
		const known =
			['ci', 'install', 'uninstall'].includes(first) || (first === 'run' ? second : first) in scripts;
		return known ? undefined : 'no such script';
	}
	if (name === 'node') {
		const file = words.find(word => /\.[cm]?[jt]s$/.test(word)) ?? '';
		return existsSync(join(packageRoot, file)) ? undefined : `no file ${file}`;
	}
	return ['echo', 'mkdir', 'head', 'bash'].includes(name ?? '') ? undefined : 'unknown command';
}

test('commands are those that the program and the project have', t => {
	const typed = pages.flatMap(path => [
		...blocksOf(path)
			.filter(({language}) => language === 'sh')
			.flatMap(({text, line}) =>
				text.split('\n').map((command, index) => ({place: `${path}:${line + 1 + index}`, command})),
			),
		// In the running text, and in tables.
		...[...readPage(path).matchAll(/`((?:npx )?sparkify-tui [^`\n]+|npm run [^`\n]+|node --[^`\n]+)`/g)].map(
			match => ({place: path, command: match[1]!}),
		),
	]);
	// Elsewhere, words in capitals are placeholders.
	const commands = typed.filter(({command}) => !/\b(?:COMMAND)\b/.test(command) && command.trim() !== '');
	t.true(commands.length > 60);
	enterExampleFolder(t);
	const wrong = commands.flatMap(({place, command}) =>
		shellCommands(command.replaceAll('\\|', '|')).flatMap(words => {
			const problem = problemWith(words, command.includes('|'));
			return problem === undefined ? [] : [`${place}: ${words.join(' ')}: ${problem}`];
		}),
	);
	t.deepEqual(wrong, []);
	for (const name of commandNames)
		t.true(
			commands.some(({command}) => command.includes(`sparkify-tui ${name}`)),
			`no example of ${name}`,
		);
});

test('commands print what the pages show', t => {
	const shown = pages.flatMap(path => {
		const blocks = blocksOf(path);
		return blocks.flatMap((block, index) => {
			const next = blocks[index + 1];
			const isOutput =
				block.language === 'sh' &&
				next?.language === 'text' &&
				next.line === block.line + block.text.split('\n').length + 2;
			return isOutput ? [{path, ...block, output: next.text}] : [];
		});
	});
	t.true(shown.length > 0);
	const folder = workFolder(t);
	for (const {path, line, text, output} of shown) {
		const {stdout, stderr} = spawnSync(
			'bash',
			['-c', `sparkify-tui() { "$NODE" "$PROGRAM" "$@"; }\n${text}`],
			{
				cwd: folder,
				encoding: 'utf8',
				env: {...environment(folder), NODE: process.execPath, PROGRAM: program},
			},
		);
		t.is(stdout, output, `${path}:${line}: ${stderr}`);
	}
});

test('configuration files are valid', t => {
	const files = pages.flatMap(path => blocksOf(path).filter(({language}) => language === 'ini'));
	t.true(files.length > 1);
	const folder = workFolder(t);
	for (const {text} of files) {
		if (/^\[(?:profile|settings)/m.test(text)) {
			writeFileSync(join(folder, projectSettingsName), text);
			t.deepEqual(readSettingsFiles(settingsPaths(folder, folder)).problems, [], text);
			continue;
		}
		writeFileSync(join(folder, 'dwh.cfg'), text);
		t.deepEqual(readSettings({}, {environment: {PGPASSWORD: 'x'}, folder}).problems, [], text);
	}
});

test('the page on JSON names every event of a load and every field', t => {
	const page = readPage('docs/json-events.md');
	const failure = {message: 'm', where: 'w', advice: 'a', detail: 'd'};
	const end = {stage: 'verify', ms: 1, at: 0} as const;
	const progress = {
		...{rows: 1, files: 1, filesTotal: 1, bytes: 1, bytesTotal: 1, rejected: 1, fraction: 1},
		...{waitingFor: 'w', blockedBy: ['hidden']},
	};
	const rare = [
		{type: 'stage-progress', stage: 'stage-events', progress, at: 0},
		{type: 'stage-failed', failure, checks: [], rejects: [], rejected: 1, ...end},
		{type: 'stage-cancelled', ...end},
		{type: 'stage-skipped', stage: 'verify', at: 0},
		{type: 'dry-run-failed', failure, ...end},
		{
			type: 'dry-run-finished',
			dryRun: {
				...{stage: 'verify', ok: true, destroys: [], notes: []},
				findings: {
					type: 'records',
					isWhole: true,
					records: 1,
					rows: 1,
					rejected: 0,
					rejects: [],
					maxErrors: 0,
				},
			},
			...end,
		},
	] as unknown as readonly PipelineEvent[];
	const lines = [
		...[...sample.events, ...rare].map(eventJson),
		waitingJson('verify', 'why', 0),
		runFinishedJson(true, {}, 1),
	];
	const events = lines.flatMap(line =>
		line === undefined ? [] : [JSON.parse(line) as Record<string, unknown>],
	);
	const checks = events.flatMap(({checks: all}) => (all as Record<string, unknown>[] | undefined) ?? []);
	const names = [...events.map(({type}) => String(type)), ...[...events, ...checks].flatMap(Object.keys)];
	t.true(checks.length > 5);
	t.deepEqual(
		[...new Set(names)].filter(name => !page.includes(`\`${name}\``)),
		[],
	);
});

/** The ids that a page's headings get on a web page. */
function anchorsOf(path: string): readonly string[] {
	const prose = readPage(path).replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '');
	return [...prose.matchAll(/^#+ (.+)$/gm)].map(match =>
		match[1]!
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
			.replaceAll(' ', '-'),
	);
}

test('links lead to a file and a heading', t => {
	const others = [
		'CHANGELOG.md',
		'CONTRIBUTING.md',
		'SECURITY.md',
		'CODE_OF_CONDUCT.md',
		'docs/upgrades.sparkify.md',
	];
	const broken = [...pages, ...others, '.github/pull_request_template.md'].flatMap(path =>
		[
			...readPage(path).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)|(?:src|srcset)="([^"]+)"/g),
		].flatMap(([link, file = '', anchor, picture]) => {
			const target = picture ?? file;
			const to = target === '' ? path : join(dirname(path), target);
			if (!existsSync(join(packageRoot, to))) return [`${path}: ${link}`];
			return anchor === undefined || anchorsOf(to).includes(anchor) ? [] : [`${path}: ${link}`];
		}),
	);
	t.deepEqual(broken, []);
});

test('README is short, and says what was never run', t => {
	const text = readFileSync(join(packageRoot, 'README.md'), 'utf8');
	t.true(text.split('\n').length <= 100);
	t.true(text.includes('It has never been run on AWS, nor on Windows.'));
	t.true(text.includes('npm ci && npm start') && text.includes('npm test'));
});
