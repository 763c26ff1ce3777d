import {escapePercent} from './interpolation.js';

/** A reference to the environment, from its dollar sign on. */
const reference = /\$(?=\{[A-Za-z_]\w*(?::-[^}]*)?\})/g;

/** Writes a text for dwh.cfg so that it is read back as it is, whatever characters it has; line ends it can't have. */
export function printValue(text: string): string {
	const escaped = escapePercent(text.replaceAll(reference, () => '$$'));
	return /^["'\s]|\s$/.test(escaped) ? `"${escaped}"` : escaped;
}
