import {escapePercent} from './interpolation.js';

/** The dollar sign of a reference to an environment variable. */
const reference = /\$(?=\{[A-Za-z_]\w*(?::-[^}]*)?\})/g;

/** Encodes a text for dwh.cfg so that it is read back unchanged. The text must not contain line breaks. */
export function printValue(text: string): string {
	const escaped = escapePercent(text.replaceAll(reference, () => '$$'));
	return /^["'\s]|\s$/.test(escaped) ? `"${escaped}"` : escaped;
}
