import {wrapText} from '../../format/text-width.js';
import {type Line, span} from './line.js';

/** The records of a file as a text of `key  value` lines, wrapped. */
export function fileTextLines(text: string, width: number): readonly Line[] {
	return text.split('\n').flatMap(line => wrapText(line, width).map((part): Line => [span(part)]));
}
