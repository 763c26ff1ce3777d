import {usageError} from '../config/problems.js';
import {exitCode} from '../errors.js';
import {safeText} from '../format/safe-text.js';
import {displayWidth, padWidth} from '../format/text-width.js';
import {terminalSize} from '../notebook/terminal-size.js';
import {wrapIndented} from '../plain/wrap-indented.js';
import type {SettingsInvocation} from './invocation.js';
import {reportError} from './report-error.js';
import {StandardOutput} from './standard-output.js';

const indentation = '    ';

/** `settings`: prints every setting, and then every mistake. Returns the exit code. */
export async function settings({list, profiles, problems}: SettingsInvocation): Promise<number> {
	const {columns} = terminalSize(process.stdout);
	await new StandardOutput().write(
		`${[...settingsLines(list, columns), ...profileLines(profiles)].join('\n')}\n`,
	);
	return problems.length === 0 ? exitCode.done : reportError(usageError(problems));
}

function profileLines(profiles: SettingsInvocation['profiles']): readonly string[] {
	if (profiles.length === 0) return [];
	return [
		'',
		'Profiles',
		...profiles.map(({name, about, isProduction, place, isSelected}) =>
			safeText(
				`  ${name}: ${about}${isProduction ? ', PRODUCTION' : ''}   (${place})${isSelected ? ', in use' : ''}`,
			),
		),
	];
}

function settingsLines(
	{files, settings: all}: SettingsInvocation['list'],
	columns: number,
): readonly string[] {
	const width = Math.max(...files.map(({path}) => displayWidth(safeText(path))));
	const sections = [...new Set(all.map(({section}) => section))];
	return [
		'Files',
		...files.map(
			({path, about, exists}) =>
				`  ${padWidth(safeText(path), width)}  ${about}${exists ? '' : ' (no such file)'}`,
		),
		...sections.flatMap(section => [
			'',
			`[${section}]`,
			...all
				.filter(setting => setting.section === section)
				.flatMap(({name, value, origin, meaning}) => [
					safeText(value === undefined ? `${name} is not set` : `${name} = ${value}   (${origin})`),
					...wrapIndented(indentation + meaning, columns),
				]),
		]),
	];
}
