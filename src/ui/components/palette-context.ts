import {createContext} from 'react';
import {type Palette, palettes} from '../lines/palette.js';

/** The palette that texts are drawn with. */
export const PaletteContext = createContext<Palette>(palettes.ansi);

/** Ink's props for subdued text. */
export function subduedProps({subdued}: Palette): {readonly dimColor?: boolean; readonly color?: string} {
	if (subdued === 'plain') return {};
	return subdued === 'dim' ? {dimColor: true} : {color: subdued};
}
