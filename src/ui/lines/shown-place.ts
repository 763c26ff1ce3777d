import {shownPath} from '../../files/home-path.js';
import {safeText} from '../../format/safe-text.js';

/** A folder, file or address as it is shown. */
export function shownPlace(place: string): string {
	return safeText(shownPath(place));
}
