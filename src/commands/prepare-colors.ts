import type {ProgramSettings} from '../config/setting-rows.js';

/**
Applies `NO_COLOR` and the theme `none` to the notebook. Call this before anything imports Ink: its colour library ignores
`NO_COLOR`, but reads `FORCE_COLOR` when it is first loaded.
*/
export function prepareColors(env: NodeJS.ProcessEnv, theme: ProgramSettings['theme'] = 'ansi'): void {
	if (theme === 'none' || (env.NO_COLOR !== undefined && env.NO_COLOR !== '')) env.FORCE_COLOR = '0';
}
