import test from 'ava';
import {type Palette, paletteOf, palettes} from '../../../src/ui/lines/palette.js';

/** Relative luminance of `#rrggbb`, by WCAG 2. */
function luminance(color: string): number {
	const [r = 0, g = 0, b = 0] = [1, 3, 5]
		.map(at => Number.parseInt(color.slice(at, at + 2), 16) / 255)
		.map(value => (value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
	const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (light + 0.05) / (dark + 0.05);
}

test('measures contrast as WCAG does', t => {
	t.is(contrast('#000000', '#ffffff'), 21);
	t.is(contrast('#777777', '#ffffff').toFixed(2), '4.48');
});

test('has a contrast of 4.5 for every colour of the fixed palettes, and of 7 for high contrast', t => {
	for (const [name, palette] of Object.entries<Palette>(palettes)) {
		const {colors, subdued, backgrounds} = palette;
		if (backgrounds === undefined) {
			t.is(name, 'ansi');
			continue;
		}
		const texts = [...Object.values(colors), ...(subdued.startsWith('#') ? [subdued] : [])];
		const minimum = name.startsWith('high-contrast') ? 7 : 4.5;
		for (const text of texts)
			for (const background of backgrounds)
				t.true(contrast(text, background) >= minimum, `${name}: ${text} on ${background}`);
	}
});

test('chooses high contrast by the background that the terminal reports, else for a dark one', t => {
	t.is(paletteOf('high-contrast', {}), palettes['high-contrast-dark']);
	t.is(paletteOf('high-contrast', {COLORFGBG: '15;0'}), palettes['high-contrast-dark']);
	t.is(paletteOf('high-contrast', {COLORFGBG: '0;15'}), palettes['high-contrast-light']);
	t.is(paletteOf('high-contrast', {COLORFGBG: '0;default;15'}), palettes['high-contrast-light']);
	t.is(paletteOf('light', {}), palettes.light);
	t.is(paletteOf('none', {}), palettes.ansi);
});
