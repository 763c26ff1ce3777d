import test, {type ExecutionContext} from 'ava';
import {readProgramSettings, type SettingFlagValues} from '../../src/config/program-settings.js';
import {settingNames} from '../../src/config/setting-rows.js';
import {parseSettingsFile, readSettingsFiles, settingsPaths} from '../../src/config/settings-file.js';
import {settingsReference} from '../../src/config/settings-reference.js';
import {settingsFolder} from '../../src/files/state-folder.js';
import {configFolder} from './config-folder.js';

type Case = {
	readonly project?: string;
	readonly user?: string;
	readonly flags?: SettingFlagValues;
	readonly environment?: Readonly<Record<string, string>>;
};

function read(t: ExecutionContext, {project, user, flags, environment = {}}: Case) {
	const folder = configFolder(t, {
		...(project !== undefined && {'sparkify.ini': project}),
		...(user !== undefined && {'user/config.ini': user}),
	});
	const {files, problems} = readSettingsFiles(settingsPaths(folder, `${folder}/user`));
	const reading = readProgramSettings(files, environment, flags);
	const messages = [...problems, ...reading.problems].map(({message, advice = ''}) => `${message} ${advice}`);
	const shorten = (text: string) => text.replaceAll(`${folder}/`, '').trimEnd();
	return {
		...reading,
		messages: messages.map(shorten),
		originOf: (name: keyof typeof reading.places) => shorten(reading.places[name].origin),
	};
}

test('has a default for every setting', t => {
	const {settings, messages, originOf} = read(t, {});
	t.deepEqual(messages, []);
	t.like(settings, {read_only: false, expanded: 'off', timing: true});
	t.is(originOf('timing'), 'default');
});

test("reads the user's file and the project's, which wins, and options, which win over both", t => {
	const files = {
		user: '[settings]\ntiming = no\nexpanded = auto\n',
		// biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of the file
		project: '# ours\n[Settings]\nEXPANDED: ${MODE:-on}\n',
	};
	const {settings, messages, originOf} = read(t, files);
	t.deepEqual(messages, []);
	t.like(settings, {expanded: 'on', timing: false, read_only: false});
	t.deepEqual([originOf('expanded'), originOf('timing')], ['sparkify.ini:3', 'user/config.ini:2']);
	t.is(read(t, {...files, environment: {MODE: 'off'}}).settings.expanded, 'off');
	const typed = read(t, {user: '[settings]\nread_only = no\n', flags: {'read-only': 'true'}});
	t.deepEqual([typed.settings.read_only, typed.originOf('read_only')], [true, '--read-only']);
});

test('lets NO_COLOR win over the theme of an option and of a file', t => {
	const user = '[settings]\ntheme = dark\n';
	t.is(read(t, {user}).settings.theme, 'dark');
	t.is(read(t, {user, flags: {theme: 'light'}}).settings.theme, 'light');
	const {settings, originOf} = read(t, {user, flags: {theme: 'light'}, environment: {NO_COLOR: '1'}});
	t.deepEqual([settings.theme, originOf('theme')], ['none', 'NO_COLOR']);
});

test('reports all mistakes at once, with file and line, and never an unknown key that may be a secret', t => {
	const {messages} = read(t, {
		user: '[setings]\ntiming = off\n[settings]\ntimeing = on\nhunter2! = x\ntiming = maybe\ntiming = on\n',
		project: 'timing = on\n[settings]\nexpanded = of\n',
	});
	t.deepEqual(messages, [
		'sparkify.ini:1: The key comes before the first section, such as [settings].',
		'user/config.ini:1: Unknown section [setings]. Did you mean [settings]?',
		'user/config.ini:4: There is no setting timeing. Did you mean timing?',
		`user/config.ini:5: There is no such setting. The settings are ${settingNames.join(', ')}.`,
		'user/config.ini:7: TIMING is set in [settings] twice, first on line 6.',
		'sparkify.ini:3: expanded must be off, on or auto, not "of". Did you mean off?',
		'user/config.ini:6: timing must be true or false, not "maybe".',
	]);
});

test('reports files that cannot be read', t => {
	const folder = configFolder(t, {'sparkify.ini/': ''});
	const [path = ''] = settingsPaths(folder, undefined);
	t.deepEqual(readSettingsFiles([path]).problems, [{message: `${path} is a folder, not a file.`}]);
});

test("finds the user's folder by the conventions of each platform", t => {
	t.is(settingsFolder({}, 'linux', '/home/ana'), '/home/ana/.config/sparkify-tui');
	t.is(settingsFolder({XDG_CONFIG_HOME: '/c'}, 'linux', '/home/ana'), '/c/sparkify-tui');
	t.is(settingsFolder({XDG_CONFIG_HOME: 'c'}, 'linux', '/home/ana'), '/home/ana/.config/sparkify-tui');
	t.is(settingsFolder({}, 'darwin', '/Users/ana'), '/Users/ana/Library/Preferences/sparkify-tui');
	t.is(
		settingsFolder({APPDATA: 'C:\\Users\\ana\\AppData\\Roaming'}, 'win32', 'C:\\Users\\ana'),
		'C:\\Users\\ana\\AppData\\Roaming\\sparkify-tui\\Config',
	);
});

test('describes every setting for the reference, with a default that the file accepts', t => {
	for (const {files, name, words, defaultValue, meaning} of settingsReference()) {
		t.regex(meaning, /^\S.*\.$/, name);
		if (files.includes('dwh.cfg') || defaultValue === undefined) continue;
		const {file} = parseSettingsFile(`[settings]\n${name} = ${defaultValue}\n`, 'x.ini');
		t.deepEqual(readProgramSettings([file], {}).problems, [], name);
		t.true(words?.includes(defaultValue), name);
	}
});
