import type {ProgramSettings} from '../../config/setting-rows.js';
import type {Color} from './theme.js';

/** How the notebook looks. */
export type Palette = {
	/** What each colour is drawn as: a name of the terminal's 16 colours, or `#rrggbb`. */
	readonly colors: Readonly<Record<Color, string>>;
	/** How subdued text is drawn: as the terminal dims it, in a colour, or like any other text. */
	readonly subdued: 'dim' | 'plain' | `#${string}`;
	/** The backgrounds that the colours are made for, from the darkest to the lightest; absent for any. */
	readonly backgrounds?: readonly [`#${string}`, `#${string}`];
};

/** The terminal's own colours, on its own background. */
const ansi: Palette = {
	colors: {red: 'red', green: 'green', cyan: 'cyan', magenta: 'magenta'},
	subdued: 'dim',
};

/** Every palette by name. The colours of the others than `ansi` have a contrast of at least 4.5 to their backgrounds. */
export const palettes = {
	ansi,
	dark: {
		colors: {red: '#ff8a80', green: '#8bd49c', cyan: '#7fd3e6', magenta: '#e3a6ff'},
		subdued: '#b0b0b0',
		backgrounds: ['#000000', '#303440'],
	},
	light: {
		colors: {red: '#b00020', green: '#1b6420', cyan: '#005a73', magenta: '#8a1c9e'},
		subdued: '#595959',
		backgrounds: ['#eee8d5', '#ffffff'],
	},
	'high-contrast-dark': {
		colors: {red: '#ffb3b3', green: '#a6ffa6', cyan: '#99ffff', magenta: '#ffbfff'},
		subdued: 'plain',
		backgrounds: ['#000000', '#303030'],
	},
	'high-contrast-light': {
		colors: {red: '#8b0000', green: '#004d00', cyan: '#003f5c', magenta: '#5c0066'},
		subdued: 'plain',
		backgrounds: ['#eeeeee', '#ffffff'],
	},
} as const satisfies Readonly<Record<string, Palette>>;

/**
The palette of a theme. Without colours, none is drawn whatever the palette.
@param env `COLORFGBG`, which some terminals set, says whether the background is light; it is taken to be dark.
*/
export function paletteOf(
	theme: ProgramSettings['theme'],
	env: Readonly<Record<string, string | undefined>>,
): Palette {
	switch (theme) {
		case 'none':
		case 'ansi':
			return palettes.ansi;
		case 'dark':
		case 'light':
			return palettes[theme];
		case 'high-contrast':
			return isLight(env.COLORFGBG) ? palettes['high-contrast-light'] : palettes['high-contrast-dark'];
	}
}

/** Whether the last number of `COLORFGBG`, the background, is one of the light colours. */
function isLight(value = ''): boolean {
	const background = Number(/;(\d+)$/.exec(value)?.[1] ?? 0);
	return background === 7 || background > 8;
}
